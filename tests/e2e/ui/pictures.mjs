import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { withSession } from '../session/session.mjs';
import { focusEditor, goTo, openWorkbench, page as view, preview, runCommand } from './workbench.mjs';

/** @typedef {import('./workbench.mjs').Page} Page */

/** The case that is shown: its last program reads stale data. */
const example = 'examples/igpu-without-snoop-control.topo';

const lines = fs.readFileSync(inRoot(example), 'utf8').split('\n');
const dmaLine = lines.findLastIndex((line) => line.includes('dma read')) + 1;

/** What a picture needs room for: the text, not the editor's furniture. */
const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 15,
  'editor.fontFamily': "'DejaVu Sans Mono', monospace",
};

/** Each picture goes on from the one before. @type {{ name: string, show: (page: Page) => Promise<void> }[]} */
const pictures = [
  {
    name: 'hover',
    show: async (page) => {
      await runCommand(page, 'View: Close Primary Side Bar');
      await focusEditor(page);
      await goTo(page, dmaLine, 4);
      await page.waitForSelector('.squiggly-info', { state: 'attached' });
      // They move the lines below them.
      await page.waitForSelector('.codelens-decoration');
      await runCommand(page, 'Show or Focus Hover');
      await page.locator('.monaco-hover:visible', { hasText: 'wbinvd required here' }).first().waitFor();
    },
  },
  {
    name: 'problems',
    show: async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+m');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'TOPO4' }).first().waitFor();
    },
  },
  {
    name: 'simulation',
    show: async (page) => {
      await page.keyboard.press('Control+Shift+m');
      await focusEditor(page);
      await runCommand(page, 'Topology: Run Simulation');
      await preview(page).filter({ hasText: 'flip' }).waitFor();
      await settle(page);
    },
  },
  {
    name: 'run',
    show: async (page) => {
      await alone(page);
      await runCommand(page, 'Topology: Show Run');
      await view(page).locator('tbody tr').first().waitFor();
    },
  },
  {
    name: 'diagram',
    show: async (page) => {
      await alone(page);
      await runCommand(page, 'Topology: Show Diagram');
      await view(page).locator('.node').first().waitFor();
    },
  },
  {
    name: 'matrix',
    show: async (page) => {
      await alone(page);
      await runCommand(page, 'Topology: Show Coherence Matrix');
      await view(page).locator('.box3 button').first().click();
    },
  },
  {
    name: 'debugger',
    show: async (page) => {
      await alone(page);
      await goTo(page, dmaLine, 1);
      await page.keyboard.press('F5');
      await page.locator('.debug-variables .monaco-list-row').first().waitFor();
      await page.keyboard.press('F5');
      await page.locator('.exception-widget').waitFor();
    },
  },
];

export const pictureNames = pictures.map(({ name }) => name);

/** The text alone. @param {Page} page */
async function alone(page) {
  await focusEditor(page);
  await runCommand(page, 'View: Close Editors in Other Groups');
  await runCommand(page, 'Notifications: Clear All Notifications');
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} folder Where they go, 1280 by 800.
 */
export function takePictures(browser, folder) {
  return withSession(
    'pictures',
    async (session) => {
      const page = await openWorkbench(browser, session, example);
      try {
        for (const { name, show } of pictures) {
          await show(page);
          await settle(page);
          await page.screenshot({ path: path.join(folder, `${name}.png`) });
          console.log(`   ${name}.png`);
        }
      } finally {
        await page.context().close();
      }
    },
    { settings },
  );
}

/** Lets what fades in or out do so. @param {Page} page */
const settle = (page) => page.waitForTimeout(1000);
