import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientSources, read } from './sources';

const keysOf = (file: string) => Object.keys(JSON.parse(read(file)) as Record<string, string>).sort();

test('every word of the manifest stands in package.nls.json, and nothing else does', () => {
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  assert.deepEqual([...new Set(used)].sort(), keysOf('package.nls.json'));
});

test('every sentence of the client stands in the translation bundle, and nothing else does', () => {
  const used = clientSources.flatMap((source) =>
    [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => text),
  );
  assert.ok(used.length > 10, 'the sentences are found');
  assert.deepEqual([...new Set(used)].sort(), keysOf('client/l10n/bundle.l10n.json'));
});

test('no text of the manifest that a user reads stands in it untranslated, but for names', () => {
  const names = ['TopologyLang', 'topo', 'topology'];
  const texts = [
    ...read('package.json').matchAll(/"(?:title|label|description|displayName|contents|altText)": "([^"]*)"/g),
  ];
  assert.deepEqual(
    texts.map(([, text = '']) => text).filter((text) => !text.startsWith('%') && !names.includes(text)),
    [],
  );
});
