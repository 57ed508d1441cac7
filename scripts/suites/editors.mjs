import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { publishServer, serverPath } from '../lib/build.mjs';
import { runChecks } from '../lib/checks.mjs';
import { sum } from '../lib/counts.mjs';
import { inRoot, out } from '../lib/paths.mjs';
import { capture } from '../lib/run.mjs';
import { runSteps } from '../lib/steps.mjs';

export const name = 'other editors that speak the protocol';

const folder = ['tests', 'e2e', 'editors'];

/** Without the user's own settings. */
const emacs = ['--batch', '-q', '-f', 'package-initialize'];

/** What docs/editors.md says of each, tried. */
const editors = [
  {
    command: 'nvim',
    probe: ['--version'],
    args: ['--headless', '--clean', '-n', '-S', inRoot(...folder, 'neovim.lua')],
  },
  {
    command: 'emacs',
    probe: [...emacs, '--eval', "(progn (require 'eglot) (princ (emacs-version)))"],
    args: [...emacs, '-l', inRoot(...folder, 'emacs.el')],
  },
];

export async function run() {
  await runSteps([{ title: 'building the server', work: publishServer }]);
  let counts = { passed: 0, failed: 0, skipped: 0 };
  for (const editor of editors) counts = sum(counts, await runEditor(editor));
  return counts;
}

/** @param {typeof editors[number]} editor */
async function runEditor({ command, probe, args }) {
  const { code, output } = await capture(command, probe);
  if (code !== 0) {
    console.log(`   skipped ${command}: it is not installed${command === 'emacs' ? ', or has no eglot' : ''}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const version = output.split('\n')[0] ?? '';
  return runChecks([{ name: `${version}: finding and hover`, work: () => tryIn(command, args) }]);
}

/** @param {string} command @param {string[]} args */
async function tryIn(command, args) {
  const file = path.join(out, 'editors', command, 'flip.topo');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.copyFileSync(inRoot('tests', 'e2e', 'workspace', 'flip.topo'), file);
  const line = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes('dma read fb'));
  const where = { FILE: file, LINE: String(line), COLUMN: '4', WORD: 'wbinvd required here' };
  const { code, output } = await capture(command, args, { env: { TOPO: serverPath, ...where } });
  assert.equal(code, 0, output);
}
