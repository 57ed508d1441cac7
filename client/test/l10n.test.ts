import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = process.cwd();
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const keysOf = (file: string) => Object.keys(JSON.parse(read(file)) as Record<string, string>).sort();

test('every word of the manifest stands in package.nls.json, and nothing else does', () => {
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  assert.deepEqual([...new Set(used)].sort(), keysOf('package.nls.json'));
});

test('every sentence of the client stands in the translation bundle, and nothing else does', () => {
  const sources = fs.readdirSync(path.join(root, 'client/src')).map((name) => read(`client/src/${name}`));
  const used = sources.flatMap((source) =>
    [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => text),
  );
  assert.ok(used.length > 10, 'the sentences are found');
  assert.deepEqual([...new Set(used)].sort(), keysOf('client/l10n/bundle.l10n.json'));
});
