import { runChecks } from '../lib/checks.mjs';
import { inRoot } from '../lib/paths.mjs';
import { run as command } from '../lib/run.mjs';

export const name = 'formatting and static checks';

/** @param {string[]} parts @param {string[]} args */
const tool = (parts, ...args) => command(process.execPath, [inRoot('node_modules', ...parts), ...args]);

async function csharpier() {
  await command('dotnet', ['tool', 'restore']);
  await command('dotnet', ['csharpier', 'check', '.']);
}

/** Circles and floors, as dependency-cruiser.config.mjs says. */
const imports = () =>
  tool(
    ['dependency-cruiser', 'bin', 'dependency-cruise.mjs'],
    ...['--config', 'dependency-cruiser.config.mjs', 'client', 'scripts', 'tests/e2e'],
  );

const checks = [
  { name: 'Prettier', work: () => tool(['prettier', 'bin', 'prettier.cjs'], '--check', '.') },
  { name: 'TypeScript', work: () => tool(['typescript', 'bin', 'tsc'], '-p', '.') },
  { name: 'TypeScript of the pages', work: () => tool(['typescript', 'bin', 'tsc'], '-p', 'client/webview') },
  { name: 'ESLint', work: () => tool(['eslint', 'bin', 'eslint.js'], '--max-warnings', '0', '.') },
  { name: 'Imports', work: imports },
  // CSharpier lays out; code style beyond layout is checked by the build itself, where its warnings are errors.
  { name: 'CSharpier', work: csharpier },
];

export const run = () => runChecks(checks);
