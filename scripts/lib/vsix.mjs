import fs from 'node:fs';
import path from 'node:path';
import { inRoot, out } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';

export const vsixPath = path.join(out, 'vsix', 'topology-lang.vsix');

const contents = [
  'dist',
  'out/server',
  'package.json',
  'package.nls.json',
  '.vscodeignore',
  'README.md',
  'THIRD-PARTY-NOTICES.md',
];

/** The extension as users install it, for this machine's system. */
export function packageExtension() {
  const hash = hashOf([...contents, 'client/icons', 'client/l10n', 'grammar', 'scripts/lib/vsix.mjs']);
  return unlessStamped(path.join(out, 'vsix', '.stamp'), hash, async () => {
    fs.mkdirSync(path.dirname(vsixPath), { recursive: true });
    await vsce(['package', '--no-dependencies', '--skip-license', '--no-rewrite-relative-links', '-o', vsixPath]);
  });
}

/** The names of the files that are packed. */
export async function packagedFiles() {
  const listing = await vsce(['ls', '--no-dependencies']);
  return listing.split('\n').filter((line) => line !== '');
}

/** @param {string[]} args */
function vsce(args) {
  return run(process.execPath, [inRoot('node_modules', '@vscode', 'vsce', 'vsce'), ...args]);
}
