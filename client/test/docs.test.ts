import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { read } from './sources';

test('every test that docs/features.md names is there, and every method has one', () => {
  const folder = 'tests/TopologyLang.Server.Tests';
  const [table = ''] = read('docs/features.md').split('## Code actions');
  const methods = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| method'));
  assert.deepEqual(
    methods.filter((line) => !/`\w+Tests` \|$/.test(line)),
    [],
  );
  const named = methods.flatMap((line) => [...line.matchAll(/`(\w+Tests)`/g)].map(([, name]) => name ?? ''));
  assert.ok(methods.length > 30);
  const missing = [...new Set(named)].filter(
    (name) => !fs.existsSync(path.join(folder, `${name}.cs`)) && !isElsewhere(name),
  );
  assert.deepEqual(missing, []);
});

/** Of the language's own project. */
function isElsewhere(name: string): boolean {
  return fs.existsSync(path.join('tests/TopologyLang.Language.Tests/Queries', `${name}.cs`));
}

test('every test that docs/vscode.md names is there', () => {
  const text = read('docs/vscode.md');
  const named = (kind: string) =>
    [...text.matchAll(new RegExp(`${kind} ((?:\`[\\w-]+\`(?: \\([^)]*\\))?(?:, )?)+)`, 'g'))].flatMap(([, list = '']) =>
      [...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name ?? ''),
    );
  const windows = read('tests/e2e/inBrowser.mjs');
  assert.ok(named('host').length > 5 && named('ui').length > 5);
  assert.deepEqual(
    named('host').filter((name) => !fs.existsSync(`tests/e2e/host/${name}.ts`)),
    [],
  );
  const isThere = (name: string) =>
    new RegExp(`'?${name}'?: \\{`).test(windows) || fs.existsSync(`tests/e2e/ui/${name}.mjs`);
  assert.deepEqual(
    named('ui').filter((name) => !isThere(name)),
    [],
  );
});
