import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateFromServer } from '../src/server/serverState';

const cases = [
  { params: { state: 'ready' }, state: { kind: 'ready' } },
  { params: { state: 'analysing' }, state: { kind: 'analysing' } },
  { params: { state: 'analysing', message: 'lab.topo' }, state: { kind: 'analysing', message: 'lab.topo' } },
  { params: { state: 'failed', message: 'out of memory' }, state: { kind: 'failed', message: 'out of memory' } },
  { params: { state: 'failed' }, state: { kind: 'failed', message: '' } },
  { params: { state: 'of a newer server' }, state: { kind: 'ready' } },
];

for (const { params, state } of cases) {
  test(`the server's ${JSON.stringify(params)} is shown as ${state.kind}`, () => {
    assert.deepEqual(stateFromServer(params), state);
  });
}
