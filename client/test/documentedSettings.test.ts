import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './sources';

interface Settings {
  readonly contributes: {
    readonly configuration: { readonly properties: Record<string, { readonly default: unknown }> };
  };
}

test('docs/vscode.md has every setting with its default, and no other', () => {
  const declared = Object.entries((JSON.parse(read('package.json')) as Settings).contributes.configuration.properties);
  const rows = read('docs/vscode.md').matchAll(/^\| `(topology\.[\w.]+)` \|.*\| (.*) \|$/gm);
  // In words: the default of the server's path is to take the one in the extension.
  const inWords = new Map([['', 'the one in the extension']]);
  const expected = declared.map(([name, setting]) => {
    const value = String(setting.default);
    return `${name}: ${inWords.get(value) ?? value}`;
  });
  assert.deepEqual(
    [...rows].map(([, name = '', value = '']) => `${name}: ${value.replaceAll('`', '')}`).sort(),
    expected.sort(),
  );
});
