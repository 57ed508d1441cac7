import fs from 'node:fs';
import { runChecks } from '../lib/checks.mjs';
import { inRoot } from '../lib/paths.mjs';
import { run as command } from '../lib/run.mjs';

export const name = 'grammar tests';

const tester = inRoot('node_modules', 'vscode-tmgrammar-test', 'dist', 'unit.js');
const grammar = inRoot('grammar', 'topo.tmLanguage.json');

export function run() {
  const files = fs.readdirSync(inRoot('tests', 'grammar')).sort();
  return runChecks(
    files.map((file) => ({
      name: file,
      work: () => command(process.execPath, [tester, '-g', grammar, `tests/grammar/${file}`]),
    })),
  );
}
