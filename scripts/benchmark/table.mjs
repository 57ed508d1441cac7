/**
 * The value that so many percent of the measured ones do not exceed.
 * @param {number[]} values At least one.
 * @param {number} percent
 */
export function percentile(values, percent) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1);
  return sorted[place] ?? Number.NaN;
}

/** @param {number} value */
export const milliseconds = (value) => (value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`);

/**
 * A table in Markdown, so that it can be put into a document as it is.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
