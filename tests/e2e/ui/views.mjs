import assert from 'node:assert/strict';
import {
  eventually,
  focusEditor,
  goTo,
  openFile,
  openWorkbench,
  page as pageOf,
  pressUntilAt,
  reloadWindow,
  revertFile,
  runCommand,
  selectedLine,
  startCommand,
  typeAtOnce,
} from './workbench.mjs';

/** @typedef {import('./workbench.mjs').Page} Page */

/** @param {Page} page */
async function closeViews(page) {
  await focusEditor(page);
  await runCommand(page, 'View: Close Editors in Other Groups');
}

/** @param {Page} page */
const currentStep = (page) => pageOf(page).locator('tr.current').getAttribute('data-step');

/** The views of the file that is open, one after the other. @type {import('./tests.mjs').UiTest[]} */
export const viewTests = [
  {
    name: 'Show Run shows the failing run as a picture and as a table of states, with what changed marked',
    run: async (page) => {
      await closeViews(page);
      await runCommand(page, 'Topology: Show Run');
      const view = pageOf(page);
      await view.locator('tbody tr').first().waitFor();
      assert.equal(await view.locator('tbody tr').count(), 3, 'the start and two steps');
      assert.equal(await view.locator('.message.stale').count(), 1);
      assert.match((await view.locator('.conclusion').textContent()) ?? '', /^✗ /);
      assert.match((await view.locator('tr[data-step="1"] .changed').first().textContent()) ?? '', /^● .*dirty/);
      assert.equal(await currentStep(page), '2', 'the end stands first: there it goes wrong');
    },
  },
  {
    name: 'the keys go from step to step, and Enter goes to the line of the step',
    run: async (page) => {
      await pageOf(page).locator('.states').focus();
      await page.keyboard.press('Home');
      assert.equal(await currentStep(page), '0');
      await page.keyboard.press('ArrowDown');
      assert.equal(await currentStep(page), '1');
      await page.keyboard.press('Enter');
      await eventually(page, 'line 17 in the editor', async () => (await selectedLine(page)) === 17);
    },
  },
  {
    name: 'Copy as Mermaid puts the run into the clipboard',
    run: async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await pageOf(page).getByRole('button', { name: 'Copy the run as Mermaid' }).click();
      await eventually(page, 'the run in the clipboard', async () =>
        (await page.evaluate(() => navigator.clipboard.readText())).startsWith('sequenceDiagram'),
      );
    },
  },
  {
    name: 'the run viewer follows the text, and its filter narrows the list of runs',
    run: async (page) => {
      const runs = pageOf(page).locator('select option');
      const before = await runs.count();
      await focusEditor(page);
      await pressUntilAt(page, 'Control+End', 20);
      await typeAtOnce(page, '\nprogram second in win using igpu {\nbuffer b = 4KiB wb\ncpu 0 write b\n}\n');
      try {
        await eventually(page, 'another run', async () => (await runs.count()) === before + 1);
        await pageOf(page).getByRole('searchbox').fill('second');
        await eventually(page, 'the shown run and the one that fits', async () => (await runs.count()) === 2);
        await pageOf(page).getByRole('combobox').selectOption({ index: 1 });
        await eventually(page, 'the one run that fits', async () => {
          await pageOf(page).getByRole('searchbox').fill('secon');
          return (await runs.count()) === 1;
        });
      } finally {
        await revertFile(page);
      }
    },
  },
  {
    name: 'Show Coherence Matrix puts the device into box 3 and says why, link by link',
    run: async (page) => {
      await closeViews(page);
      await runCommand(page, 'Topology: Show Coherence Matrix');
      const chip = pageOf(page).locator('.box3 button');
      await chip.waitFor();
      assert.match((await chip.textContent()) ?? '', /^igpu/);
      await chip.focus();
      await page.keyboard.press('Enter');
      await pageOf(page).locator('.reasons .source').first().waitFor();
      assert.ok((await pageOf(page).locator('.reasons li').count()) > 1);
      await pageOf(page).getByRole('button', { name: 'Go to its declaration' }).click();
      await eventually(page, 'line 5 in the editor', async () => (await selectedLine(page)) === 5);
    },
  },
  {
    name: 'Compare Kernels lists what changes between versions, with sources',
    run: async (page) => {
      await closeViews(page);
      await openFile(page, 'examples/vtd-nested-guest.topo');
      await runCommand(page, 'Topology: Compare Kernels');
      await pageOf(page).locator('tbody tr').first().waitFor();
      assert.ok((await pageOf(page).locator('td .source').count()) > 0);
      assert.doesNotMatch((await pageOf(page).textContent()) ?? '', /object/);
    },
  },
  {
    name: 'a view comes back after the window is loaded again, and another window shows the same file',
    run: async (page, session) => {
      await reloadWindow(page);
      await pageOf(page).locator('tbody tr').first().waitFor();
      const other = await openWorkbench(page.context(), session, 'flip.topo');
      await other.waitForSelector('.squiggly-warning', { state: 'attached' });
      await other.close();
      await page.keyboard.press('Control+w');
    },
  },
  {
    name: 'the tree lists host, IOMMU, device, domain and guest, and leads to their declarations',
    run: async (page) => {
      await closeViews(page);
      await goTo(page, 1, 1);
      await runCommand(page, 'Explorer: Focus on Topology View');
      const rows = page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row');
      await rows.filter({ hasText: 'igpu' }).first().waitFor();
      assert.match((await rows.allTextContents()).join('|'), /workstation.*IOMMUs.*gfx.*Devices.*igpu/);
      await runCommand(page, 'Explorer: Focus on Topology View');
      await page.keyboard.press('End');
      await rows.filter({ hasText: 'win' }).first().waitFor();
      await page.keyboard.press('Enter');
      await eventually(page, 'the guest in the editor', async () => (await selectedLine(page)) === 9);
    },
  },
  {
    name: 'Import lists where a machine can come from',
    run: async (page) => {
      await startCommand(page, 'Topology: Import');
      const choices = page.locator('.quick-input-list .monaco-list-row');
      await choices.filter({ hasText: 'This machine' }).first().waitFor();
      assert.ok((await choices.count()) >= 6);
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'the walkthrough leads from a new file to the fix, with a picture of each view',
    run: async (page) => {
      await startCommand(page, 'Welcome: Open Walkthrough');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'TopologyLang' }).first().click();
      const steps = page.locator('.getting-started-step');
      await steps.first().waitFor();
      assert.equal(await steps.count(), 5);
      await page.getByRole('button', { name: 'New File with a First Machine' }).first().click();
      await page.locator('.view-line', { hasText: 'expect flip coherent' }).waitFor();
    },
  },
];
