import assert from 'node:assert/strict';
import { test } from 'node:test';
import { places } from '../benchmark/candidates.mjs';
import { milliseconds, percentile, table } from '../benchmark/table.mjs';
import { json, python, yaml } from '../benchmark/texts.mjs';

test('a percentile is one of the values that were measured', () => {
  assert.equal(percentile([3, 1, 2], 50), 2);
  assert.equal(percentile([3, 1, 2], 99), 3);
  assert.equal(percentile([7], 50), 7);
});

test('short times have a decimal', () => {
  assert.deepEqual([milliseconds(5.04), milliseconds(140.4)], ['5.0 ms', '140 ms']);
});

test('a table is Markdown', () => {
  assert.equal(table(['a', 'b'], [['1', '2']]), '| a | b |\n| --- | --- |\n| 1 | 2 |');
});

for (const [name, write, declaration] of /** @type {const} */ ([
  ['YAML', yaml, /^device/],
  ['JSON', json, /^ {2}"device/],
  ['Python', python, /^def /],
])) {
  test(`the ${name} text has the declarations and lines that it should have`, () => {
    const text = write(100);
    assert.equal(places(text, declaration).length, 100);
    // The braces around it are no declaration's.
    assert.equal(text.split('\n').length - 1, 325 + (name === 'JSON' ? 2 : 0));
  });
}

test('the JSON text is JSON', () => {
  assert.equal(Object.keys(/** @type {object} */ (JSON.parse(json(3)))).length, 3);
});

test('places are the ends of what matches', () => {
  assert.deepEqual(places('a: 1\nb\na: 2', /^a: /), [
    { line: 0, character: 3 },
    { line: 2, character: 3 },
  ]);
});
