// Lists what differs, in two kernel trees, of the functions that the tables name as their sources:
// `node scripts/compare-kernels.mjs OLD NEW [--diff] [FILE-OR-FUNCTION]`. A tree is the root of an unpacked source.
// Exits with 0 where every function that both trees have reads the same, 1 where one differs, 2 where it is called wrongly.
import fs from 'node:fs';
import path from 'node:path';
import { functionText } from './kernels/functions.mjs';
import { namedSources } from './kernels/sources.mjs';
import { difference } from './kernels/text.mjs';
import { inRoot } from './lib/paths.mjs';

const [older, newer, ...options] = process.argv.slice(2);
const showsText = options.includes('--diff');
const wanted = options.find((option) => !option.startsWith('--'));

for (const tree of [older, newer]) {
  if (!tree || !fs.existsSync(path.join(tree, 'Makefile'))) {
    console.error(`'${tree ?? ''}' is not a kernel tree: expected the folder of an unpacked Linux source (with its Makefile)`);
    console.error('usage: node scripts/compare-kernels.mjs OLD NEW [--diff] [FILE-OR-FUNCTION]');
    process.exit(2);
  }
}

const counts = new Map();
for (const { file, name } of namedSources(inRoot('server'))) {
  if (wanted && !`${file}:${name}`.includes(wanted)) {
    continue;
  }
  const [before, after] = [older, newer].map((tree) => functionText(tree, file, name));
  const verdict =
    before === after ? (before === null ? 'in neither' : 'same') : before === null ? 'only in NEW' : after === null ? 'only in OLD' : 'differs';
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  if (verdict !== 'same' && (verdict !== 'in neither' || wanted)) {
    console.log(`${verdict}\t${file}:${name}`);
  }
  if (showsText && verdict === 'differs') {
    console.log(difference(before, after));
  }
}

console.log([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', '));
process.exit(counts.has('differs') ? 1 : 0);
