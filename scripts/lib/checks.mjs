import { seconds } from './steps.mjs';

/**
 * Tests that are one call each, run in order and printed as they end: a throw is a failure.
 * @param {{ name: string, work: () => Promise<unknown> }[]} tests
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runChecks(tests) {
  let failed = 0;
  for (const { name, work } of tests) {
    const begin = Date.now();
    try {
      await work();
      console.log(`   ok    ${name} (${seconds(begin)})`);
    } catch (error) {
      failed++;
      console.log(`   FAIL  ${name}\n${indent(error instanceof Error ? error.message : String(error))}`);
    }
  }
  return { passed: tests.length - failed, failed, skipped: 0 };
}

/** @param {string} text */
export const indent = (text) => text.replaceAll(/^/gm, '         ');
