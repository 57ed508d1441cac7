import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

/** @type {{ packages: Record<string, { version?: string, license?: string, dependencies?: Record<string, string> }> }} */
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));

/** The second table of the notices: what the extension bundles. */
const listed = fs
  .readFileSync('THIRD-PARTY-NOTICES.md', 'utf8')
  .replace(/^[^]*?\n\| package \|/, '')
  .replace(/\n\n[^]*$/, '')
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name, version, licence]) => ({ name: name ?? '', version, licence }));

/** Where npm has put a package that another one needs: beside it or above it. */
const installed = (/** @type {string} */ name) => lock.packages[`node_modules/${name}`];

test('the notices list bundled packages in the version and with the licence of the lock file', () => {
  assert.notEqual(listed.length, 0);
  for (const { name, version, licence } of listed) {
    assert.equal(installed(name)?.version, version, name);
    assert.ok(installed(name)?.license?.includes(licence ?? 'none'), name);
  }
});

/** Packages without code: their types are gone when the extension is built. */
const typesOnly = ['@vscode/debugprotocol'];

test('what a listed package needs is listed too', () => {
  const names = listed.map(({ name }) => name);
  for (const name of names) {
    const needed = Object.keys(installed(name)?.dependencies ?? {}).filter((one) => !typesOnly.includes(one));
    for (const one of needed) assert.ok(names.includes(one), `${name} needs ${one}`);
  }
});
