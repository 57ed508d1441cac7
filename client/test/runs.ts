import type { ExplainedRun, ExplainedStep, RunState } from '../shared/runs';

const state: RunState = {
  memory: 'initial contents',
  caches: [
    { cpu: 0, state: 'dirty', value: 'fb version 1' },
    { cpu: 1, state: 'absent', value: null },
  ],
  pending: [{ actor: 'cpu 0', operation: 'clflush', value: null }],
  expected: 'fb version 1',
  vcpus: [{ number: 0, physicalCpu: 1, dirtyMask: [0, 1] }],
};

type Given = Pick<ExplainedStep, 'actor' | 'action' | 'line'> & Partial<ExplainedStep>;

/** A run of such steps. */
export function runOf(steps: readonly Given[]): ExplainedRun {
  const common = {
    buffer: 'fb',
    file: '/a.topo',
    fromEnvironment: false,
    sentence: '',
    state,
    changed: [],
    read: null,
    overtakes: [],
  };
  return {
    program: 'flip',
    scenario: null,
    run: 0,
    verdict: 'stale',
    hazard: 'device_reads_stale',
    profile: null,
    buffer: 'fb',
    states: 10,
    start: state,
    steps: steps.map((step, index) => ({ ...common, number: index + 1, ...step })),
    explored: null,
    conclusion: '',
    line: 15,
    file: '/a.topo',
  };
}
