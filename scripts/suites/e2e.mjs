import assert from 'node:assert/strict';
import { runInBrowser } from '../../tests/e2e/inBrowser.mjs';
import { runInHost } from '../../tests/e2e/inHost.mjs';
import { launchBrowser } from '../lib/browser.mjs';
import { bundleClient, publishServer } from '../lib/build.mjs';
import { runChecks } from '../lib/checks.mjs';
import { sum } from '../lib/counts.mjs';
import { installEditor } from '../lib/editor.mjs';
import { runSteps } from '../lib/steps.mjs';
import { packageExtension, packagedFiles } from '../lib/vsix.mjs';

export const name = 'end to end, in a real VS Code';

export async function run() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.log('   skipped: the VS Code and the browser of these tests are for Linux x64');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  await runSteps([
    { title: 'building the server', work: publishServer },
    { title: 'bundling the extension', work: bundleClient },
    { title: 'packing the extension', work: packageExtension },
    { title: 'installing VS Code', work: installEditor },
  ]);
  const inPackage = await runChecks(packageTests);
  const browser = await launchBrowser();
  try {
    return sum(inPackage, await runInHost(browser), await runInBrowser(browser));
  } finally {
    await browser.close();
  }
}

const neededInPackage = ['package.json', 'dist/extension.js', 'grammar/topo.tmLanguage.json', 'out/server/topo'];

const allowedInPackage = [
  /^package(\.nls)?\.json$/,
  /^(README|LICENSE|CHANGELOG|THIRD-PARTY-NOTICES)(\.md)?$/,
  /^dist\/(extension\.js|webview\/\w+\.(js|css))$/,
  /^grammar\/[\w.-]+\.json$/,
  /^client\/(icons|l10n)\/[\w.-]+$/,
  /^out\/server\/(topo(\.exe)?|[\w.-]+\.(dll|json))$/,
];

const packageTests = [
  {
    name: 'the package holds what the extension needs and nothing else',
    work: async () => {
      const files = await packagedFiles();
      assert.deepEqual(
        neededInPackage.filter((file) => !files.includes(file)),
        [],
        'missing',
      );
      assert.deepEqual(
        files.filter((file) => !allowedInPackage.some((pattern) => pattern.test(file))),
        [],
        'too much',
      );
    },
  },
];
