import { runChecks } from '../../scripts/lib/checks.mjs';
import { sum } from '../../scripts/lib/counts.mjs';
import { withSession } from './session.mjs';
import { file, screenshot, tests, testsWithoutServer } from './ui/tests.mjs';
import { openWorkbench } from './ui/workbench.mjs';

/**
 * The tests of tests/e2e/ui: what a user sees and does. Each leaves a picture in out/shots.
 * @param {import('playwright-core').Browser} browser
 */
export async function runInBrowser(browser) {
  return sum(
    await runInWindow(browser, 'ui', tests, {}),
    await runInWindow(browser, 'no-server', testsWithoutServer, { 'topology.server.path': '/nowhere/topo' }),
  );
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
