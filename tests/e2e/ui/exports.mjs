/// <reference lib="dom" />
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { out } from '../../../scripts/lib/paths.mjs';
import { isBlank, shrunk } from './comparison.mjs';
import { statusBar } from './tests.mjs';
import { eventually, focusEditor, openFile, page as view, runCommand, startCommand } from './workbench.mjs';

/** @typedef {import('./workbench.mjs').Page} Page */

/**
 * What a button of the run viewer puts into the clipboard.
 * @param {Page} page
 * @param {string} format
 * @param {RegExp} begins
 * @returns {Promise<string>}
 */
async function copied(page, format, begins) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await view(page)
    .getByRole('button', { name: `Copy the run as ${format}` })
    .click();
  await eventually(page, `${format} in the clipboard`, async () => begins.test(await clipboard()));
  return clipboard();
}

/**
 * The editor's own dialog for files, whose input is a path. While the dialog reads a folder it takes no answer, and puts
 * that folder back into its input.
 * @param {Page} page @param {string} file
 */
async function chooseFile(page, file) {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const atWork = page.locator('.quick-input-widget .monaco-progress-container.active');
  const ok = page.locator('.quick-input-action .monaco-button', { hasText: 'OK' });
  await eventually(page, 'the dialog', async () => (await input.inputValue()).startsWith('/'));
  await eventually(page, 'the dialog answered', async () => {
    if (await input.isHidden()) return true;
    if ((await atWork.count()) > 0) return false;
    if ((await input.inputValue()) === file) await ok.click();
    else await input.fill(file);
    return false;
  });
}

/** @type {{ choice: string, given: string, says: string }[]} */
const imports = [
  { choice: 'A kernel log', given: 'machines/vtd-sc0@7.2.12/dmesg.txt', says: 'Read from dmesg.txt' },
  { choice: 'A folder of another machine', given: 'machines/vtd-sc0@7.2.12', says: 'vtd-sc0@7.2.12 by topo import' },
];

/** What leaves the editor and what comes into it from files. @type {import('./tests.mjs').UiTest[]} */
export const exportTests = [
  {
    name: 'Export Diagram as PNG writes a picture that shows something, in twice the resolution',
    run: async (page, { workspace }) => {
      await focusEditor(page);
      await runCommand(page, 'Topology: Show Diagram');
      await view(page).locator('[data-id="device igpu"]').waitFor();
      const target = path.join(workspace, 'flip.png');
      await startCommand(page, 'Topology: Export Diagram as PNG');
      const input = page.locator('.quick-input-widget input[type="text"]');
      await eventually(page, 'the suggested name', async () => (await input.inputValue()).endsWith('flip.png'));
      await page.keyboard.press('Enter');
      await page.locator('.notification-toast', { hasText: 'flip.png' }).waitFor();
      const picture = await shrunk(page, target);
      assert.ok(picture.width > 400 && picture.height > 400, `${picture.width} by ${picture.height}`);
      assert.ok(!isBlank(picture), 'it is blank');
      fs.copyFileSync(target, path.join(out, 'shots', 'exported-diagram.png'));
      await runCommand(page, 'View: Close Editors in Other Groups');
    },
  },
  {
    name: 'Copy as Text puts the run into the clipboard as a table',
    run: async (page) => {
      await focusEditor(page);
      await runCommand(page, 'Topology: Show Run');
      await view(page).locator('tbody tr').first().waitFor();
      const text = await copied(page, 'Text', /cpu 0 +write fb[^]*igpu +dma read fb/);
      assert.match(text, /flip: stale/);
    },
  },
  {
    name: 'Copy as SVG puts a picture of the run into the clipboard that stands alone',
    run: async (page) => {
      const svg = await copied(page, 'SVG', /^<svg /);
      const root = await page.evaluate((text) => {
        const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
        return { name: documentElement.nodeName, texts: documentElement.querySelectorAll('text').length };
      }, svg);
      assert.equal(root.name, 'svg', svg);
      assert.ok(root.texts > 3, svg);
      assert.doesNotMatch(svg, /var\(|<script|href/);
      await focusEditor(page);
      await runCommand(page, 'View: Close Editors in Other Groups');
    },
  },
  ...imports.map(({ choice, given, says }) => ({
    name: `Import leads from "${choice}" by the file dialog to a new text`,
    run: async (/** @type {Page} */ page, /** @type {import('../session/session.mjs').Session} */ { workspace }) => {
      await startCommand(page, 'Topology: Import');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).first().click();
      await chooseFile(page, path.join(workspace, given));
      await page.locator('.monaco-editor .view-line', { hasText: says }).first().waitFor();
    },
  })),
  {
    name: 'opening every example brings no message of an error',
    run: async (page, { workspace }) => {
      const names = fs.readdirSync(path.join(workspace, 'examples')).filter((name) => name.endsWith('.topo'));
      for (const name of names) {
        await openFile(page, `examples/${name}`);
        await page.locator('.monaco-editor .view-line span[class*="mtk"]').first().waitFor();
        assert.equal(await page.locator('.notifications-toasts .codicon-error').count(), 0, name);
      }
      await eventually(page, 'the word ready', async () => (await statusBar(page)).includes('ready'));
      assert.equal(await page.locator('.notifications-toasts .codicon-error').count(), 0);
    },
  },
];
