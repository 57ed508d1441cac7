import fs from 'node:fs';
import path from 'node:path';
import { publishPackagedServer } from './build.mjs';
import { inRoot, out } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';

/**
 * The packages that are made. Where the editor finds one for its system it takes that; every other system takes the
 * universal one, which needs an installed .NET. For macOS and for Arm the runtime to be brought along was not at hand.
 * @typedef {'universal' | 'linux-x64' | 'win-x64'} PackageName
 * @type {Readonly<Record<PackageName, { rid: string | undefined, target: string[] }>>}
 */
const packages = {
  universal: { rid: undefined, target: [] },
  'linux-x64': { rid: 'linux-x64', target: ['--target', 'linux-x64'] },
  'win-x64': { rid: 'win-x64', target: ['--target', 'win32-x64'] },
};

export const packageNames = /** @type {PackageName[]} */ (Object.keys(packages));

/** @param {PackageName} name */
export const vsixOf = (name) => path.join(out, 'vsix', `topology-lang-${name}.vsix`);

/** What .vscodeignore lets through, but for the server. */
const contents = [
  ...['dist', 'grammar', 'client/icons', 'client/l10n', 'client/walkthrough', 'docs/pictures', '.vscodeignore'],
  ...['package.json', 'package.nls.json', 'README.md', 'THIRD-PARTY-NOTICES.md'],
];

/** The package that every system can take. */
export const packageExtension = () => packageFor('universal');

/**
 * One package, made in a folder of its own, whose server stands where the extension looks for it.
 * @param {PackageName} name
 */
export async function packageFor(name) {
  const { rid, target } = packages[name];
  const folder = path.join(out, 'package', name);
  const server = path.join(folder, 'out', 'server');
  await publishPackagedServer(rid, server);
  const hash = hashOf([...contents, path.relative(inRoot(), server), 'scripts/lib/vsix.mjs']);
  await unlessStamped(`${vsixOf(name)}.stamp`, hash, async () => {
    for (const one of contents) copy(one, folder);
    fs.mkdirSync(path.dirname(vsixOf(name)), { recursive: true });
    const how = ['--no-dependencies', '--skip-license', '--no-rewrite-relative-links', ...target];
    await vsce(['package', ...how, '-o', vsixOf(name)], folder);
  });
}

/** @param {string} one @param {string} folder */
function copy(one, folder) {
  fs.rmSync(path.join(folder, one), { recursive: true, force: true });
  fs.cpSync(inRoot(one), path.join(folder, one), { recursive: true });
}

/** @param {string[]} args @param {string} cwd */
function vsce(args, cwd) {
  return run(process.execPath, [inRoot('node_modules', '@vscode', 'vsce', 'vsce'), ...args], { cwd });
}
