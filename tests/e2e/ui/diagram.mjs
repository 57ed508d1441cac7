import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { out } from '../../../scripts/lib/paths.mjs';
import {
  eventually,
  focusEditor,
  goTo,
  openFile,
  page as diagram,
  pressUntilAt,
  revertFile,
  runCommand,
  startCommand,
  typeAtOnce,
} from './workbench.mjs';

/** @typedef {import('./workbench.mjs').Page} Page */

/**
 * @param {Page} page
 * @param {string} id
 */
function node(page, id) {
  return diagram(page).locator(`[data-id="${id}"]`);
}

/** The diagram of the file that is open. @type {import('./tests.mjs').UiTest[]} */
export const diagramTests = [
  {
    name: 'Show Diagram draws the machine beside the file, and says in words what is stale',
    run: async (page) => {
      await page.keyboard.press('Escape');
      await focusEditor(page);
      await runCommand(page, 'Topology: Show Diagram');
      const igpu = node(page, 'device igpu');
      await igpu.waitFor();
      assert.match((await igpu.getAttribute('aria-label')) ?? '', /^device igpu, .*stale$/);
      assert.match((await igpu.textContent()) ?? '', /✗/);
      assert.equal(await diagram(page).locator('.edge.stale').count(), 3);
    },
  },
  {
    name: 'Enter on a node of the diagram goes to its source, and the cursor lights its node',
    run: async (page) => {
      await node(page, 'domain gpu_space').focus();
      await page.keyboard.press('Enter');
      await eventually(page, 'the selected node', () =>
        diagram(page).locator('.node.selected[data-id="domain gpu_space"]').count(),
      );
      await page.waitForSelector('.monaco-editor.focused');
      await goTo(page, 1, 1);
      await eventually(
        page,
        'no selected node',
        async () => (await diagram(page).locator('.node.selected').count()) === 0,
      );
    },
  },
  {
    name: 'the diagram follows what is typed',
    run: async (page) => {
      await focusEditor(page);
      await pressUntilAt(page, 'Control+Home', 1);
      await typeAtOnce(page, 'host extra { }\n');
      try {
        await eventually(page, 'the new host', async () =>
          ((await diagram(page).textContent()) ?? '').includes('extra: x86_64'),
        );
      } finally {
        await revertFile(page);
      }
      await eventually(page, 'one host', async () => !((await diagram(page).textContent()) ?? '').includes('extra'));
    },
  },
  {
    name: 'Export Diagram as SVG writes a file that stands alone',
    run: async (page) => {
      const target = path.join(out, 'e2e', 'views', 'workspace', 'flip.svg');
      fs.rmSync(target, { force: true });
      await startCommand(page, 'Topology: Export Diagram as SVG');
      const input = page.locator('.quick-input-widget input[type="text"]');
      await input.waitFor();
      await eventually(page, 'the suggested name', async () => (await input.inputValue()).endsWith('flip.svg'));
      await page.keyboard.press('Enter');
      await eventually(page, 'the file', async () =>
        Promise.resolve(fs.existsSync(target) && fs.readFileSync(target, 'utf8').length > 0),
      );
      const svg = fs.readFileSync(target, 'utf8');
      assert.match(svg, /^<svg xmlns[^]*igpu[^]*<\/svg>$/);
      assert.doesNotMatch(svg, /class=|var\(/);
    },
  },
  {
    name: 'a machine with several devices is drawn whole',
    run: async (page) => {
      await focusEditor(page);
      await runCommand(page, 'View: Close Editors in Other Groups');
      await openFile(page, 'examples/arm-nested-smmu.topo');
      await runCommand(page, 'Topology: Show Diagram');
      await diagram(page).locator('.node').first().waitFor();
      for (const kind of ['device', 'iommu', 'domain', 'guest']) {
        assert.ok((await diagram(page).locator(`.node[data-id^="${kind} "]`).count()) > 0, kind);
      }
      assert.equal(await diagram(page).locator('.node[data-id^="device "]').count(), 4);
      await runCommand(page, 'View: Close Editors in Other Groups');
      await page.keyboard.press('Control+w');
    },
  },
];
