// Lists what differs, in two kernel trees, of the functions that the tables name as their sources:
// `node scripts/compare-kernels.mjs OLD NEW [--diff] [FILE-OR-FUNCTION]`. A tree is the root of an unpacked source.
// Exits with 0 where every function that both trees have reads the same, 1 where one differs, 2 where it is called wrongly.
import fs from 'node:fs';
import path from 'node:path';
import { functionText } from './kernels/functions.mjs';
import { namedSources } from './kernels/sources.mjs';
import { difference } from './kernels/text.mjs';
import { inRoot } from './lib/paths.mjs';

const usage = 'usage: node scripts/compare-kernels.mjs OLD NEW [--diff] [FILE-OR-FUNCTION]';
const [older = '', newer = '', ...options] = process.argv.slice(2);
const showsText = options.includes('--diff');
const wanted = options.find((option) => !option.startsWith('--')) ?? '';

for (const tree of [older, newer]) {
  if (!fs.existsSync(path.join(tree, 'Makefile'))) {
    console.error(
      `'${tree}' is not a kernel tree: expected the folder of an unpacked Linux source (with its Makefile)`,
    );
    console.error(usage);
    process.exit(2);
  }
}

/**
 * @param {string | null} before
 * @param {string | null} after
 */
function verdictOf(before, after) {
  if (before === after) return before === null ? 'in neither' : 'same';
  if (before === null) return 'only in NEW';
  return after === null ? 'only in OLD' : 'differs';
}

/** @type {Map<string, number>} */
const counts = new Map();
for (const { file, name } of namedSources(inRoot('server'))) {
  if (!`${file}:${name}`.includes(wanted)) continue;
  const before = functionText(older, file, name);
  const after = functionText(newer, file, name);
  const verdict = verdictOf(before, after);
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  if (verdict !== 'same' && (verdict !== 'in neither' || wanted)) console.log(`${verdict}\t${file}:${name}`);
  if (showsText && before !== null && after !== null && before !== after) console.log(difference(before, after));
}

console.log([...counts].map(([verdict, count]) => `${String(count)} ${verdict}`).join(', '));
process.exit(counts.has('differs') ? 1 : 0);
