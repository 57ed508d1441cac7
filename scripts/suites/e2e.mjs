import assert from 'node:assert/strict';
import fs from 'node:fs';
import { runInBrowser } from '../../tests/e2e/inBrowser.mjs';
import { runInHost } from '../../tests/e2e/inHost.mjs';
import { launchBrowser } from '../lib/browser.mjs';
import { bundleClient, bundledPackages } from '../lib/build.mjs';
import { runChecks } from '../lib/checks.mjs';
import { sum } from '../lib/counts.mjs';
import { installEditor } from '../lib/editor.mjs';
import { inRoot } from '../lib/paths.mjs';
import { runSteps } from '../lib/steps.mjs';
import { packageFor, packageNames, vsixOf } from '../lib/vsix.mjs';
import { namesInZip } from '../lib/zip.mjs';

export const name = 'end to end, in a real VS Code';

export async function run() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.log('   skipped: the VS Code and the browser of these tests are for Linux x64');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  await runSteps([
    { title: 'bundling the extension', work: bundleClient },
    ...packageNames.map((name) => ({ title: `packing for ${name}`, work: () => packageFor(name) })),
    { title: 'installing VS Code', work: installEditor },
  ]);
  const inPackage = await runChecks([
    ...packageTests,
    { name: 'the notices name every package that is bundled, with its version', work: notices },
  ]);
  const browser = await launchBrowser();
  try {
    return sum(inPackage, await runInHost(browser), await runInBrowser(browser));
  } finally {
    await browser.close();
  }
}

const neededInAll = [
  ...[
    'package.json',
    'readme.md',
    'dist/extension.js',
    'grammar/topo.tmLanguage.json',
    'client/walkthrough/first.topo',
  ],
  ...['docs/pictures/hover.png', 'out/server/topo.dll'],
];

/** The server of each: an executable with the runtime beside it, or neither. @type {Record<string, string[]>} */
const server = {
  universal: [],
  'linux-x64': ['out/server/topo', 'out/server/libcoreclr.so', 'out/server/System.Private.CoreLib.dll'],
  'win-x64': ['out/server/topo.exe', 'out/server/coreclr.dll', 'out/server/System.Private.CoreLib.dll'],
};

const allowedInPackage = [
  /^package(\.nls)?\.json$/,
  /^(readme|LICENSE|CHANGELOG|THIRD-PARTY-NOTICES)(\.md)?$/,
  /^dist\/(extension\.js|webview\/\w+\.(js|css))$/,
  /^grammar\/[\w.-]+\.json$/,
  /^client\/(icons|l10n|walkthrough)\/[\w.-]+$/,
  /^docs\/pictures\/[\w-]+\.png$/,
  /^out\/server\/(topo(\.exe)?|createdump(\.exe)?|[\w.-]+\.(dll|so|json))$/,
  /^out\/server\/docs\/(findings\/\w+|model)\.md$/,
];

const executables = Object.values(server).flat();

const packageTests = packageNames.map((name) => ({
  name: `the package ${name} holds what the extension needs there and nothing else`,
  work: () => {
    const names = namesInZip(vsixOf(name)).filter((file) => file.startsWith('extension/') && !file.endsWith('/'));
    const files = names.map((file) => file.slice('extension/'.length));
    const own = server[name] ?? [];
    const needed = [...neededInAll, ...own];
    const notHere = executables.filter((file) => !own.includes(file));
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
      'missing',
    );
    const tooMuch = files.filter(
      (file) => notHere.includes(file) || !allowedInPackage.some((pattern) => pattern.test(file)),
    );
    assert.deepEqual(tooMuch, [], 'too much');
    return Promise.resolve();
  },
}));

async function notices() {
  const text = fs.readFileSync(inRoot('THIRD-PARTY-NOTICES.md'), 'utf8');
  const packages = await bundledPackages();
  assert.ok(packages.includes('vscode-languageclient'), packages.join(', '));
  const lines = packages.map((name) => `| ${name} | ${versionOf(name)} |`);
  assert.deepEqual(
    lines.filter((line) => !text.includes(line)),
    [],
  );
}

/** @param {string} name @returns {string} */
function versionOf(name) {
  const manifest = fs.readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8');
  const { version } = /** @type {{ version: string }} */ (JSON.parse(manifest));
  return version;
}
