import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, isBlank } from '../../tests/e2e/ui/comparison.mjs';

/** @param {number[]} light */
const picture = (light) => ({ width: 10, height: 10, light });

const plain = picture(new Array(100).fill(30));
const half = picture(plain.light.map((light, index) => (index < 50 ? light : 200)));

test('a picture with nothing on it is blank, one with something is not', () => {
  assert.deepEqual([isBlank(plain), isBlank(half)], [true, false]);
});

test('the share of what has changed counts pixels, not shades', () => {
  const shaded = picture(plain.light.map((light) => light + 10));
  assert.deepEqual([changed(plain, shaded), changed(plain, half)], [0, 0.5]);
});
