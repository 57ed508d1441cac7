import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { indent, runChecks } from '../../scripts/lib/checks.mjs';
import { sum } from '../../scripts/lib/counts.mjs';
import { addressOf, remoteUri } from '../../scripts/lib/editor.mjs';
import { inRoot, out, root } from '../../scripts/lib/paths.mjs';
import { withSession } from './session/session.mjs';

const driver = path.join(out, 'e2e', 'driver');
const resultsFile = path.join(driver, 'results.jsonl');
const patience = 900_000;

/**
 * The tests of tests/e2e/host, which run inside the extension host against the installed package.
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<import('../../scripts/lib/counts.mjs').Counts>}
 */
export async function runInHost(browser) {
  await buildDriver();
  const code = await withSession('host', (session) => driveHost(browser, session));
  return sum(printResults(code), await runChecks([{ name: 'the server ends with the editor', work: serverEnds }]));
}

async function buildDriver() {
  fs.rmSync(driver, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/e2e/host/index.ts'],
    outfile: path.join(driver, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  fs.copyFileSync(inRoot('tests', 'e2e', 'host', 'package.json'), path.join(driver, 'package.json'));
}

/**
 * Opens the workbench in its test mode: it loads the driver, runs it and reports its exit code to the page.
 * @param {import('playwright-core').Browser} browser
 * @param {import('./session/session.mjs').Session} session
 * @returns {Promise<number>}
 */
async function driveHost(browser, { editor, workspace }) {
  const page = await browser.newPage();
  try {
    await page.exposeFunction('codeAutomationLog', () => undefined);
    const ended = new Promise((/** @type {(code: number) => void} */ resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.goto(
      addressOf(editor, workspace, [
        ['extensionDevelopmentPath', remoteUri(editor, driver)],
        ['extensionTestsPath', remoteUri(editor, path.join(driver, 'index.js'))],
        ['skipWelcome', 'true'],
      ]),
    );
    return await Promise.race([ended, timeout()]);
  } finally {
    await page.close();
  }
}

/** An editor that is closed must not leave its server behind. */
async function serverEnds() {
  const pid = Number(fs.readFileSync(path.join(driver, 'server.pid'), 'utf8'));
  for (let attempt = 0; attempt < 50; attempt++) {
    if (!isRunning(pid)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  process.kill(pid, 'SIGKILL');
  throw new Error(`10 s after the editor's end its server was still there, as process ${pid}`);
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} */
function timeout() {
  return new Promise((_, reject) => {
    const fail = () => {
      reject(new Error(`The tests in the extension host did not end within ${patience / 1000} s`));
    };
    setTimeout(fail, patience).unref();
  });
}

/** @param {number} code */
function printResults(code) {
  if (!fs.existsSync(resultsFile)) throw new Error(`The extension host ran no test and ended with exit code ${code}`);
  const lines = fs.readFileSync(resultsFile, 'utf8').trim().split('\n');
  const results = lines.map(
    (line) => /** @type {{ name: string, milliseconds: number, error?: string }} */ (JSON.parse(line)),
  );
  for (const { name, milliseconds, error } of results) {
    if (error === undefined) console.log(`   ok    ${name} (${(milliseconds / 1000).toFixed(1)} s)`);
    else console.log(`   FAIL  ${name}\n${indent(error)}`);
  }
  const failed = results.filter(({ error }) => error !== undefined).length;
  if ((code === 0) !== (failed === 0)) throw new Error(`The extension host ended with exit code ${code}`);
  return { passed: results.length - failed, failed, skipped: 0 };
}
