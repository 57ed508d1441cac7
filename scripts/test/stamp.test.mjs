import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { unlessStamped } from '../lib/stamp.mjs';

test('work is done once for a hash, again for another one, and again after a failure', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stamp-'));
  t.after(() => {
    fs.rmSync(folder, { recursive: true });
  });
  const stamp = path.join(folder, 'made', '.stamp');
  let works = 0;
  const work = () => Promise.resolve(works++);
  const failing = () => Promise.reject(new Error('no'));

  assert.equal(await unlessStamped(stamp, 'a', work), true);
  assert.equal(await unlessStamped(stamp, 'a', work), false);
  assert.equal(await unlessStamped(stamp, 'b', work), true);
  await assert.rejects(unlessStamped(stamp, 'c', failing));
  assert.equal(await unlessStamped(stamp, 'b', work), true);
  assert.equal(works, 3);
});
