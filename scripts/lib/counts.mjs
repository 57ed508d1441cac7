/** @typedef {{ passed: number, failed: number, skipped: number }} Counts Of tests. */

/**
 * @param {...Counts} parts
 * @returns {Counts}
 */
export function sum(...parts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) {
    total.passed += part.passed;
    total.failed += part.failed;
    total.skipped += part.skipped;
  }
  return total;
}

/** @param {Counts} counts */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
