import assert from 'node:assert/strict';
import { eventually, focusEditor, goTo, runCommand } from './workbench.mjs';

/** @typedef {import('./workbench.mjs').Page} Page */

/**
 * What the debugger's variables view shows, as lines.
 * @param {Page} page
 */
async function variables(page) {
  return (await page.locator('.debug-variables .monaco-list-row').allTextContents()).join('\n');
}

/**
 * @param {Page} page
 * @param {RegExp} wanted
 */
function variable(page, wanted) {
  return eventually(page, `a variable ${wanted}`, async () => wanted.test(await variables(page)));
}

/** The debugger and the Test Explorer, with the program at the cursor. @type {import('./tests.mjs').UiTest[]} */
export const explorerTests = [
  {
    name: 'F5 in a program starts its failing run at the first statement, with caches and memory as variables',
    run: async (page) => {
      await focusEditor(page);
      await goTo(page, 16, 1);
      await page.waitForSelector('.squiggly-warning', { state: 'attached' });
      await page.keyboard.press('F5');
      await page.waitForSelector('.debug-toolbar');
      await variable(page, /cache 0/);
      assert.match(await variables(page), /memory.*initial/);
      await eventually(page, 'the arrow on line 17', () => page.locator('.debug-top-stack-frame-line').count());
    },
  },
  {
    name: 'F10 steps forward, and step back takes it back',
    run: async (page) => {
      await page.keyboard.press('F10');
      await variable(page, /cache 0.*dirty/);
      await page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await variable(page, /cache 0.*(clean|–|absent|invalid)/);
    },
  },
  {
    name: 'the end of the run is shown as the fault that it is',
    run: async (page) => {
      await page.keyboard.press('F5');
      await page.locator('.exception-widget').waitFor();
      assert.match((await page.locator('.exception-widget').textContent()) ?? '', /device_reads_stale/);
    },
  },
  {
    name: 'Stop ends the session',
    run: async (page) => {
      await page.keyboard.press('Shift+F5');
      await page.waitForSelector('.debug-toolbar', { state: 'hidden' });
    },
  },
  {
    name: 'the Test Explorer runs every program and expectation, and the failing run is the message',
    run: async (page) => {
      await runCommand(page, 'Testing: Focus on Test Explorer View');
      await page.locator('.test-explorer .monaco-list-row', { hasText: '.topo' }).first().waitFor();
      await runCommand(page, 'Test: Run All Tests');

      // Beside the program and in the list of results; the list of files may be too long to show the one that failed.
      await page.getByText('flip: stale device_reads_stale').first().waitFor();
    },
  },
];
