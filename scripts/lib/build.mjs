import fs from 'node:fs';
import path from 'node:path';
import { inRoot, out, root } from './paths.mjs';
import { npm, run } from './run.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';

/** The packages of package-lock.json; no package's install script runs, none is needed. */
export function installPackages() {
  const hash = hashOf(['package-lock.json'], process.version);
  return unlessStamped(inRoot('node_modules', '.stamp'), hash, () => npm(['ci', '--ignore-scripts', '--no-audit']));
}

/** The pages of the extension's own: a folder below client/webview, a script and a style sheet below dist/webview each. */
const pages = ['diagram', 'run', 'matrix', 'kernels'];

/** @type {import('esbuild').BuildOptions} */
const shared = { absWorkingDir: root, bundle: true, minify: true, logLevel: 'warning' };

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...shared,
    entryPoints: pages.flatMap((page) =>
      ['ts', 'css'].map((type) => ({ in: `client/webview/${page}/index.${type}`, out: page })),
    ),
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
  },
  {
    ...shared,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    format: 'cjs',
    // The Node of VS Code 1.100.
    target: 'node20',
    external: ['vscode'],
    // Some packages name an ES module as their main file, which esbuild takes for platform node only when told.
    mainFields: ['module', 'main'],
  },
];

/** dist/extension.js, one file with everything the extension needs, and what its pages load. */
export function bundleClient() {
  const hash = hashOf(['client', 'package-lock.json', 'scripts/lib/build.mjs', 'tsconfig.json']);
  return unlessStamped(inRoot('dist', '.stamp'), hash, async () => {
    const { build } = await import('esbuild');
    for (const options of bundles) await build(options);
  });
}

/**
 * The packages of others of which something is in the bundles.
 * @returns {Promise<string[]>}
 */
export async function bundledPackages() {
  const { build } = await import('esbuild');
  const results = await Promise.all(bundles.map((options) => build({ ...options, write: false, metafile: true })));
  const files = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** The server of this machine, for work on the product and from the command line; it needs the .NET runtime. */
const own = path.join(out, 'server');

export const serverPath = path.join(own, process.platform === 'win32' ? 'topo.exe' : 'topo');

/** out/server. */
export async function publishServer() {
  await publish(own, ['-r', runtimeIdentifier(), '--self-contained', 'false', ...aheadFor(runtimeIdentifier())]);
  if (!fs.existsSync(serverPath)) throw new Error(`The publish made no ${serverPath}`);
}

/**
 * The server of one package: for one system with a runtime of its own, or for every system that has .NET.
 * @param {string | undefined} rid
 * @param {string} target
 */
export function publishPackagedServer(rid, target) {
  const how = rid === undefined ? ['-p:UseAppHost=false'] : ['-r', rid, '--self-contained', 'true', ...aheadFor(rid)];
  return publish(target, how);
}

/** What a publish is made of. */
const inputs = [
  ...[
    'server',
    'docs/findings',
    'docs/model.md',
    'Directory.Build.props',
    'Directory.Packages.props',
    'global.json',
    'build',
  ],
];

/**
 * @param {string} target
 * @param {string[]} how
 */
function publish(target, how) {
  const arguments_ = [...publishArguments, ...how];
  return unlessStamped(path.join(target, '.stamp'), hashOf(inputs, arguments_.join(' ')), async () => {
    fs.rmSync(target, { recursive: true, force: true });
    await run('dotnet', [...arguments_, '-o', target]);
  });
}

function runtimeIdentifier() {
  const systems = { win32: 'win', darwin: 'osx', linux: 'linux' };
  const system = systems[/** @type {keyof typeof systems} */ (process.platform)];
  return `${system}-${process.arch}`;
}

/** Native code made ahead halves the start time. Its compiler is a package of its own, tried on this system only. */
const compiledAhead = new Set(['linux-x64']);

/** @param {string} rid */
const aheadFor = (rid) => (compiledAhead.has(rid) ? ['-p:PublishReadyToRun=true'] : []);

const publishArguments = [
  ...['publish', 'server/TopologyLang.Cli', '-c', 'Release', '-v', 'quiet', '-nologo'],
  ...['-p:PublishDocumentationFiles=false', '-p:CopyOutputSymbolsToPublishDirectory=false', '-p:DebugType=none'],
  // A restore for one system would write that system into the committed lock files.
  '-p:NuGetLockFilePath=obj/publish.lock.json',
];
