import fs from 'node:fs';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

/** A message for the user; the scripts print it without a stack trace. */
export class UserError extends Error {}

/**
 * The tools that cannot be brought by a package registry.
 * @throws {UserError} in one line that says what to install.
 */
export async function checkTools() {
  checkNode(process.versions.node);
  await checkDotnet();
}

const oldestNode = [20, 19];

/** @param {string} version */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new UserError(`Node.js ${oldestNode.join('.')} or newer is needed, this is ${version}: see https://nodejs.org`);
}

async function checkDotnet() {
  const { sdk } = /** @type {{ sdk: { version: string } }} */ (
    JSON.parse(fs.readFileSync(inRoot('global.json'), 'utf8'))
  );
  const wanted = sdk.version.split('.').slice(0, 2).join('.');
  const { code } = await capture('dotnet', ['--version']);
  if (code === 0) return;
  const found = code === 127 ? 'there is no dotnet command on the path' : `the installed SDKs do not serve`;
  throw new UserError(`The .NET SDK ${wanted} is needed, and ${found}: see https://dotnet.microsoft.com/download`);
}
