import { runChecks } from '../../scripts/lib/checks.mjs';
import { sum } from '../../scripts/lib/counts.mjs';
import { withSession } from './session.mjs';
import { diagramTests } from './ui/diagram.mjs';
import { explorerTests } from './ui/explorers.mjs';
import { file, screenshot, tests, testsWithoutServer } from './ui/tests.mjs';
import { viewTests } from './ui/views.mjs';
import { openWorkbench } from './ui/workbench.mjs';

/** Each window with its own settings, and each of the editor's kinds of theme once; its tests run in their order. */
const windows = {
  ui: { steps: tests, settings: {} },
  views: { steps: [...diagramTests, ...viewTests], settings: { 'workbench.colorTheme': 'Default Light Modern' } },
  explorers: { steps: explorerTests, settings: { 'workbench.colorTheme': 'Default High Contrast' } },
  'no-server': { steps: testsWithoutServer, settings: { 'topology.server.path': '/nowhere/topo' } },
};

const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * The tests of tests/e2e/ui: what a user sees and does. Each leaves a picture in out/shots.
 * @param {import('playwright-core').Browser} browser
 */
export async function runInBrowser(browser) {
  let counts = nothing;
  for (const name of Object.keys(windows)) counts = sum(counts, await runOnly(browser, name));
  return counts;
}

/**
 * The tests of one window alone.
 * @param {import('playwright-core').Browser} browser
 * @param {string} name
 */
export function runOnly(browser, name) {
  const { steps, settings } = windows[/** @type {keyof typeof windows} */ (name)];
  return runInWindow(browser, name, steps, settings);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} name
 * @param {typeof tests} steps
 * @param {Record<string, unknown>} settings
 */
function runInWindow(browser, name, steps, settings) {
  const use = async (/** @type {import('./session.mjs').Session} */ session) => {
    const page = await openWorkbench(browser, session, file);
    const shot = (/** @type {number} */ number) => screenshot(page, `${name}-${number}`);
    try {
      return await runChecks(
        steps.map((step, index) => ({
          name: step.name,
          work: () => step.run(page).finally(() => shot(index + 1)),
        })),
      );
    } finally {
      await page.close();
    }
  };
  return withSession(name, use, settings);
}
