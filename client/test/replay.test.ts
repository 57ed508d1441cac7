import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Replay } from '../src/debug/replay';
import { runOf } from './runs';

/** Two statements with a step of the environment, which has no line, between them. */
const run = runOf([
  { actor: 'cpu 0', action: 'write', line: 17 },
  { actor: 'cpu 0', action: 'evicts', line: null },
  { actor: 'igpu', action: 'dma read', line: 18 },
]);

test('a run starts before its first statement and ends at its last', () => {
  const replay = new Replay(run);
  assert.equal(replay.line, 17);
  assert.deepEqual([replay.forward(), replay.line], ['step', 18]);
  assert.deepEqual([replay.forward(), replay.forward(), replay.line], ['step', 'end', 18]);
  assert.equal(replay.forward(), 'end', 'there is no way past the end');
});

test('a run goes back to its start', () => {
  const replay = new Replay(run);
  replay.continue();
  assert.deepEqual([replay.back(), replay.position], ['step', 2]);
  assert.deepEqual([replay.reverse(), replay.position], ['entry', 0]);
  assert.deepEqual([replay.back(), replay.position], ['entry', 0]);
});

test('a breakpoint halts before its line in both directions; a line without a step takes none', () => {
  const replay = new Replay(run);
  assert.deepEqual(replay.setBreakpoints([18, 5]), [true, false]);
  assert.deepEqual([replay.continue(), replay.next?.line], ['breakpoint', 18]);
  assert.equal(replay.continue(), 'end');
  assert.deepEqual([replay.reverse(), replay.next?.line], ['breakpoint', 18]);
});
