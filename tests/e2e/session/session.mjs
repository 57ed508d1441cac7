import fs from 'node:fs';
import path from 'node:path';
import { startEditor } from '../../../scripts/lib/editor.mjs';
import { inRoot, out } from '../../../scripts/lib/paths.mjs';
import { vsixOf } from '../../../scripts/lib/vsix.mjs';

/**
 * @typedef {object} SessionOptions
 * @property {Record<string, unknown>} [settings]
 * @property {import('../../../scripts/lib/vsix.mjs').PackageName} [vsix] Which package is installed; the universal one where absent.
 * @property {NodeJS.ProcessEnv} [env] Added to the editor's environment.
 */

/** @typedef {{ editor: import('../../../scripts/lib/editor.mjs').Editor, workspace: string, settingsFile: string }} Session */

/** What is imported: one machine with PCI registers and ACPI tables, one with a device tree. */
const machines = ['vtd-sc0@7.2.12', 'arm-smmuv3-dt@6.12.107'];

/**
 * Starts one VS Code of its own, with the packed extension and a throw-away workspace that holds the test files, the
 * examples and two machines' data, and ends it after its use.
 * @template T
 * @param {string} name Of the folder below out/e2e.
 * @param {(session: Session) => Promise<T>} use
 * @param {SessionOptions} [options]
 * @returns {Promise<T>}
 */
export async function withSession(name, use, options = {}) {
  const folder = path.join(out, 'e2e', name);
  fs.rmSync(folder, { recursive: true, force: true });
  const workspace = path.join(folder, 'workspace');
  fs.cpSync(inRoot('tests', 'e2e', 'workspace'), workspace, { recursive: true });
  if (fs.existsSync(inRoot('examples'))) {
    fs.cpSync(inRoot('examples'), path.join(workspace, 'examples'), { recursive: true });
  }
  for (const machine of machines) {
    fs.cpSync(inRoot('tests', 'machines', machine), path.join(workspace, 'machines', machine), { recursive: true });
  }
  const editor = await startEditor(path.join(folder, 'data'), vsixOf(options.vsix ?? 'universal'), options);
  try {
    return await use({ editor, workspace, settingsFile: path.join(folder, 'data', 'user', 'User', 'settings.json') });
  } finally {
    await editor.stop();
  }
}
