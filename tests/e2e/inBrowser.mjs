import { runChecks } from '../../scripts/lib/checks.mjs';
import { sum } from '../../scripts/lib/counts.mjs';
import { withSession } from './session/session.mjs';
import { diagramTests } from './ui/diagram.mjs';
import { explorerTests } from './ui/explorers.mjs';
import { exportTests } from './ui/exports.mjs';
import { runPictures } from './ui/pictureTests.mjs';
import { file, screenshot, tests, testsOfOwnRuntime, testsWithoutRuntime } from './ui/tests.mjs';
import { viewTests } from './ui/views.mjs';
import { openWorkbench } from './ui/workbench.mjs';

/** An environment in which no program is found, .NET included. */
const nothingInstalled = { PATH: '/nowhere', DOTNET_ROOT: '/nowhere' };

/**
 * Each window with its own settings, and each of the editor's kinds of theme once; its tests run in their order.
 * @type {Record<string, import('./session/session.mjs').SessionOptions & { steps: typeof tests }>}
 */
const windows = {
  ui: { steps: tests },
  views: {
    steps: [...diagramTests, ...viewTests],
    settings: { 'workbench.colorTheme': 'Default Light Modern' },
  },
  explorers: {
    steps: explorerTests,
    settings: { 'workbench.colorTheme': 'Default High Contrast' },
  },
  exports: {
    steps: exportTests,
    settings: { 'workbench.colorTheme': 'Default High Contrast Light' },
  },
  'no-dotnet': { steps: testsWithoutRuntime, env: nothingInstalled },
  'own-runtime': {
    steps: testsOfOwnRuntime,
    settings: { 'topology.server.path': '/nowhere/topo' },
    vsix: 'linux-x64',
    env: nothingInstalled,
  },
};

const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * The tests of tests/e2e/ui: what a user sees and does. Each leaves a picture in out/shots.
 * @param {import('playwright-core').Browser} browser
 */
export async function runInBrowser(browser) {
  let counts = nothing;
  for (const name of Object.keys(windows)) counts = sum(counts, await runOnly(browser, name));
  return sum(counts, await runPictures(browser));
}

/**
 * The tests of one window alone.
 * @param {import('playwright-core').Browser} browser
 * @param {string} name
 */
export function runOnly(browser, name) {
  const window = windows[name];
  if (window === undefined) throw new Error(`There is no window ${name}`);
  const { steps, ...options } = window;
  const use = async (/** @type {import('./session/session.mjs').Session} */ session) => {
    const page = await openWorkbench(browser, session, file);
    const shot = (/** @type {number} */ number) => screenshot(page, `${name}-${number}`);
    try {
      return await runChecks(
        steps.map((step, index) => ({
          name: step.name,
          work: () => step.run(page, session).finally(() => shot(index + 1)),
        })),
      );
    } finally {
      await page.context().close();
    }
  };
  return withSession(name, use, options);
}
