import fs from 'node:fs';
import { createRequire } from 'node:module';
import { inRival } from './candidates.mjs';

/** The parsers of the two servers whose parser is a package of its own: how they are called on a text. */
const parsers = [
  { name: 'yaml (of yaml-language-server)', package: 'yaml', file: 'text.yaml', call: 'parseDocument' },
  {
    name: 'jsonc-parser (of vscode-json-language-server)',
    package: 'jsonc-parser',
    file: 'text.json',
    call: 'parseTree',
  },
];

const seconds = 3;

/**
 * Megabytes (10^6 bytes) a second, the fastest of the runs that fit into a few seconds.
 * @param {(server: string) => string} textOf The path of a server's text.
 * @returns {string[][]}
 */
export function parseSpeeds(textOf) {
  const load = createRequire(inRival('.'));
  return parsers.map(({ name, package: name_, file, call }) => {
    const module_ = /** @type {Record<string, (text: string) => unknown>} */ (load(name_));
    const text = fs.readFileSync(textOf(file), 'utf8');
    const parse = module_[call];
    if (parse === undefined) throw new Error(`${name_} has no ${call}`);
    const fastest = fastestOf(() => parse(text));
    return [name, (Buffer.byteLength(text) / 1e3 / fastest).toFixed(1)];
  });
}

/** @param {() => unknown} work @returns {number} Milliseconds. */
function fastestOf(work) {
  let fastest = Number.POSITIVE_INFINITY;
  const end = performance.now() + seconds * 1000;
  do {
    const begin = performance.now();
    work();
    fastest = Math.min(fastest, performance.now() - begin);
  } while (performance.now() < end);
  return fastest;
}
