import type { ExplainedRun, ExplainedStep } from '../../shared/runs';

/** A message of a sequence diagram, between lifelines by their names. */
export interface Message {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly step: number;
  readonly stale: boolean;
  /** It took effect before something that the text has first. */
  readonly early: boolean;
}

export interface Sequence {
  readonly lifelines: readonly string[];
  readonly messages: readonly Message[];
}

/** Who talks to whom in a run: CPUs to caches, caches to memory, devices from where their value came. */
export function sequenceOf(run: ExplainedRun): Sequence {
  const messages = run.steps.map(messageOf);
  const met = new Set(messages.flatMap(({ from, to }) => [from, to]));
  return { lifelines: [...met].sort((a, b) => rank(a) - rank(b)), messages };
}

function messageOf(step: ExplainedStep): Message {
  const words = [step.action, step.buffer].filter((word) => word !== null).join(' ');
  const shared = { step: step.number, stale: step.read?.stale ?? false, early: step.overtakes.length > 0 };
  if (step.read !== null) {
    return { ...shared, from: step.read.from, to: step.actor, text: `${words}: ${step.read.value}` };
  }
  const touched = step.changed.find((cell) => /^(memory|cache \d+)$/.test(cell) && cell !== step.actor);
  return { ...shared, from: step.actor, to: touched ?? step.actor, text: words };
}

/** CPUs stand left, then their caches, memory, and the devices at the right. */
function rank(name: string): number {
  const number = Number(/\d+$/.exec(name)?.[0] ?? 0);
  if (/^(host )?cpu /.test(name)) return number;
  if (name.startsWith('cache ')) return 100 + number;
  if (name === 'memory') return 200;
  return name === 'kernel' ? 300 : 400;
}
