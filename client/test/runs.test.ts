import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, columnsOf, fits, statusOf } from '../shared/runs';
import { sequenceOf } from '../webview/run/sequence';
import { runOf } from './runs';

const run = runOf([
  { actor: 'cpu 0', action: 'write', line: 17, changed: ['cache 0', 'expected'] },
  { actor: 'igpu', action: 'dma read', line: 18, read: { value: 'initial', from: 'memory', stale: true } },
]);

test('a state has a cell for memory, each cache, what is expected, what is pending, and each vCPU', () => {
  const cells = run.start === null ? [] : cellsOf(run.start).map(({ name, text }) => `${name}: ${text}`);
  assert.deepEqual(cells, [
    'memory: initial contents',
    'cache 0: dirty: fb version 1',
    'cache 1: –',
    'expected: fb version 1',
    'pending cpu 0: clflush',
    'vcpu 0: on CPU 1, mask {0, 1}',
  ]);
  assert.equal(columnsOf(run).length, cells.length);
});

test('a sequence goes from the CPU to the cache that it writes, and from memory to the device that reads it', () => {
  const { lifelines, messages } = sequenceOf(run);
  assert.deepEqual(lifelines, ['cpu 0', 'cache 0', 'memory', 'igpu']);
  assert.deepEqual(
    messages.map(({ from, to, text, stale }) => `${from} -> ${to}: ${text}${stale ? ' stale' : ''}`),
    ['cpu 0 -> cache 0: write fb', 'memory -> igpu: dma read fb: initial stale'],
  );
});

test('a step that took effect before what the text has first is marked', () => {
  const early = runOf([
    { actor: 'cpu 0', action: 'write', line: 17, overtakes: [{ statement: 'cpu 0 write data', line: 16 }] },
    { actor: 'igpu', action: 'dma read', line: 18 },
  ]);
  assert.deepEqual(
    sequenceOf(early).messages.map((message) => message.early),
    [true, false],
  );
});

for (const { verdict, status } of [
  { verdict: 'stale', status: 'stale' },
  { verdict: 'overwritten', status: 'stale' },
  { verdict: 'coherent', status: 'coherent' },
] as const) {
  test(`a run that is ${verdict} is shown as ${status}`, () => {
    assert.equal(statusOf({ ...run, verdict }), status);
  });
}

const wishes = [
  { wish: {}, fit: true },
  { wish: { program: 'flip' }, fit: true },
  { wish: { program: 'flip', scenario: null, run: 0 }, fit: true },
  { wish: { scenario: 'unplug' }, fit: false },
  { wish: { program: 'flip', run: 1 }, fit: false },
];

for (const { wish, fit } of wishes) {
  test(`the run ${fit ? 'fits' : 'does not fit'} ${JSON.stringify(wish)}`, () => {
    assert.equal(fits(run, wish), fit);
  });
}
