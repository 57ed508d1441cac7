import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

interface Snippet {
  readonly prefix: string;
  readonly body: string | readonly string[];
  readonly description: string;
}

const file = path.join(process.cwd(), 'grammar/snippets.json');
const snippets = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Snippet>);

test('no two snippets share a prefix', () => {
  const prefixes = snippets.map(([, { prefix }]) => prefix);
  assert.deepEqual(prefixes, [...new Set(prefixes)]);
});

for (const [name, { body }] of snippets) {
  test(`the snippet "${name}" closes what it opens`, () => {
    const text = typeof body === 'string' ? body : body.join('\n');
    const plain = text.replaceAll(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1');
    assert.equal(plain.split('{').length, plain.split('}').length);
    assert.equal(plain.split('[').length, plain.split(']').length);
    assert.match(text, /\$0/);
  });
}
