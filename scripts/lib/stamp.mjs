import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const ignored = new Set(['bin', 'obj', 'node_modules', 'TestResults']);

/**
 * Every file below the given files and folders, in a fixed order; build output is left out.
 * @param {string[]} paths Relative to the root; what does not exist is passed over.
 * @returns {string[]}
 */
export function filesBelow(paths) {
  return paths.flatMap((relative) => {
    const absolute = path.join(root, relative);
    const stat = fs.statSync(absolute, { throwIfNoEntry: false });
    if (stat === undefined) return [];
    if (!stat.isDirectory()) return [relative];
    const names = fs.readdirSync(absolute).filter((name) => !ignored.has(name));
    return filesBelow(names.sort().map((name) => path.join(relative, name)));
  });
}

/**
 * One hash over names and contents, and over `extra`, which says how the inputs are used.
 * @param {string[]} paths
 * @param {string} [extra]
 */
export function hashOf(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const file of filesBelow(paths)) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Does the work unless it was done for the same hash before. The stamp lies inside what the work makes, so that
 * deleting the one deletes the other; it is written last, so that work that fails half-way is done again.
 * @param {string} stampFile
 * @param {string} hash
 * @param {() => Promise<unknown>} work
 * @returns {Promise<boolean>} Whether there was work to do.
 */
export async function unlessStamped(stampFile, hash, work) {
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === hash) return false;
  fs.rmSync(stampFile, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, hash);
  return true;
}
