// Two texts line by line, by the system's `diff`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * As `diff -u` has it, without its heading.
 * @param {string} before
 * @param {string} after
 */
export function difference(before, after) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'topo-kernels-'));
  try {
    const files = [before, after].map((text, i) => {
      const file = path.join(folder, String(i));
      fs.writeFileSync(file, `${text}\n`);
      return file;
    });
    const { stdout, error } = spawnSync('diff', ['-u', ...files], { encoding: 'utf8' });
    if (error) {
      throw new Error(`diff could not be run: ${error.message}`);
    }
    return stdout.split('\n').slice(2).join('\n');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
