import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNode, UserError } from '../lib/tools.mjs';

for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.0']) {
  test(`Node ${version} serves`, () => {
    checkNode(version);
  });
}

for (const version of ['20.18.3', '18.20.0', '8.0.0']) {
  test(`Node ${version} is refused in one line that says what to install`, () => {
    assert.throws(
      () => {
        checkNode(version);
      },
      (error) => error instanceof UserError && /^Node\.js 20\.19 or newer .*https:\/\/nodejs\.org$/.test(error.message),
    );
  });
}
