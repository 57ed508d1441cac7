import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { coloursOf, eventually, focusEditor, goTo, preview, reloadWindow, runCommand } from './workbench.mjs';

/** @typedef {import('./workbench.mjs').Page} Page */

export const file = 'flip.topo';

const lines = fs.readFileSync(inRoot('tests', 'e2e', 'workspace', file), 'utf8').split('\n');
const dmaLine = lines.findIndex((line) => line.includes('dma read fb')) + 1;

/** @typedef {{ name: string, run: (page: Page, session: import('../session/session.mjs').Session) => Promise<void> }} UiTest */

/** What a user sees, in the order in which it is seen. @type {UiTest[]} */
export const tests = [
  {
    name: 'the status bar says that the server is ready',
    run: async (page) => {
      await eventually(page, 'the word ready', async () => (await statusBar(page)).includes('ready'));
    },
  },
  {
    name: 'declarations, comments, names and numbers have colours of their own',
    run: async (page) => {
      const shown = await Promise.all(['host', '///', 'workstation', '6.8'].map((text) => coloursOf(page, text)));
      const colours = shown.map(([colour]) => colour);
      assert.ok(!colours.includes(undefined), `every token is coloured: ${colours.join(' ')}`);
      assert.equal(new Set(colours).size, colours.length, colours.join(' '));
    },
  },
  {
    name: 'the stale step is underlined and listed under Problems',
    run: async (page) => {
      await page.waitForSelector('.squiggly-warning, .squiggly-error', { state: 'attached' });
      await page.keyboard.press('Control+Shift+m');
      const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'TOPO4' });
      await row.first().waitFor();
      await page.keyboard.press('Control+Shift+m');
    },
  },
  {
    name: 'the hover, opened from the keyboard, says "wbinvd required here"',
    run: async (page) => {
      await focusEditor(page);
      await goTo(page, dmaLine, 4);
      await runCommand(page, 'Show or Focus Hover');
      const hover = page.locator('.monaco-hover:visible', { hasText: 'wbinvd required here' });
      await hover.first().waitFor();
    },
  },
  {
    name: 'Run Simulation from the command palette shows the report beside the file',
    run: async (page) => {
      await page.keyboard.press('Escape');
      await focusEditor(page);
      await runCommand(page, 'Topology: Run Simulation');
      await preview(page).filter({ hasText: 'flip' }).waitFor();
      assert.equal(await page.locator('.editor-group-container').count(), 2);
    },
  },
  {
    name: 'Run Simulation where no .topo file is active says what to do',
    run: async (page) => {
      await runCommand(page, 'View: Close All Editors');
      await runCommand(page, 'Topology: Run Simulation');
      await page.locator('.notification-toast', { hasText: 'open a .topo file' }).waitFor();
    },
  },
];

/** The package for every system, where no .NET is installed. @type {UiTest[]} */
export const testsWithoutRuntime = [
  {
    name: 'without .NET the universal package says what to install, and which package needs nothing',
    run: async (page) => {
      const message = page.locator('.notification-toast', { hasText: 'needs an installed .NET 10 runtime' });
      await message.waitFor();
      await eventually(page, 'the word failed', async () => (await statusBar(page)).includes('failed'));
    },
  },
];

/** The package that brings its own runtime, where no .NET is installed and the server path leads nowhere. @type {UiTest[]} */
export const testsOfOwnRuntime = [
  {
    name: 'a missing server is named in a message with something to do, and in the status bar',
    run: async (page) => {
      const message = page.locator('.notification-toast', { hasText: '/nowhere/topo' });
      await message.waitFor();
      assert.deepEqual(await message.locator('.monaco-button').allTextContents(), ['Restart Server', 'Open Setting']);
      await eventually(page, 'the word failed', async () => (await statusBar(page)).includes('failed'));
    },
  },
  {
    name: 'with the setting taken back the server inside the package runs without any .NET on the machine',
    run: async (page, { settingsFile }) => {
      const settings = /** @type {Record<string, unknown>} */ (JSON.parse(fs.readFileSync(settingsFile, 'utf8')));
      delete settings['topology.server.path'];
      fs.writeFileSync(settingsFile, JSON.stringify(settings));
      await reloadWindow(page);
      await eventually(page, 'the word ready', async () => (await statusBar(page)).includes('ready'));
      await page.waitForSelector('.squiggly-warning', { state: 'attached' });
    },
  },
];

/**
 * What the extension's entry of the status bar says.
 * @param {Page} page
 */
export async function statusBar(page) {
  return (await page.locator('#topology-lang\\.topology-lang\\.topology\\.status').textContent()) ?? '';
}

/**
 * @param {Page} page
 * @param {string} name
 */
export function screenshot(page, name) {
  return page.screenshot({ path: path.join(inRoot('out', 'shots'), `${name}.png`) });
}
