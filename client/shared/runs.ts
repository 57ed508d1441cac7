import type { Status } from './graph';

/** The answer to `topology/runs`: see ExplainedRun of the server for what each part means. */

export interface RunDocument {
  readonly version: number;
  readonly file: string;
  readonly runs: readonly ExplainedRun[];
}

export type Verdict = 'coherent' | 'stale' | 'overwritten' | 'undecided' | 'error';

export interface ExplainedRun {
  readonly program: string;
  readonly scenario: string | null;
  readonly run: number;
  readonly verdict: Verdict;
  readonly hazard: string | null;
  readonly profile: string | null;
  readonly buffer: string | null;
  readonly states: number;
  readonly start: RunState | null;
  readonly steps: readonly ExplainedStep[];
  readonly explored: Exploration | null;
  readonly conclusion: string;
  readonly line: number | null;
  readonly file: string | null;
}

export interface ExplainedStep {
  readonly number: number;
  readonly actor: string;
  readonly action: string;
  readonly buffer: string | null;
  readonly line: number | null;
  readonly file: string | null;
  readonly fromEnvironment: boolean;
  readonly sentence: string;
  readonly state: RunState;
  readonly changed: readonly string[];
  readonly read: { readonly value: string; readonly from: string; readonly stale: boolean } | null;
  /** What the text has before the step and had not happened yet when it took effect. */
  readonly overtakes: readonly { readonly statement: string; readonly line: number | null }[];
}

/** How a verdict is shown: a value that is read too late is as wrong as an old one. */
export function statusOf({ verdict }: ExplainedRun): Status {
  return verdict === 'overwritten' ? 'stale' : verdict;
}

export interface RunState {
  readonly memory: string;
  readonly caches: readonly { readonly cpu: number; readonly state: string; readonly value: string | null }[];
  readonly pending: readonly { readonly actor: string; readonly operation: string; readonly value: string | null }[];
  readonly expected: string;
  readonly vcpus: readonly {
    readonly number: number;
    readonly physicalCpu: number;
    readonly dirtyMask: readonly number[] | null;
  }[];
}

export interface Exploration {
  readonly states: number;
  readonly cpus: number;
  readonly profile: string;
  readonly simplifications: readonly string[];
}

/** What names one run of a file. */
export interface RunKey {
  readonly program: string;
  readonly scenario: string | null;
  readonly run: number;
}

/** What is asked for: any run that has the parts which are given. */
export type RunWish = Partial<RunKey>;

export function fits(run: RunKey, { program, scenario, run: number }: RunWish): boolean {
  return (
    (program === undefined || run.program === program) &&
    (scenario === undefined || run.scenario === scenario) &&
    (number === undefined || run.run === number)
  );
}

/** One part of a state by its name: the rows and columns of every view of a run. */
export interface Cell {
  /** As `changed` names it. */
  readonly name: string;
  readonly text: string;
}

/** The text of a cell in which nothing stands. */
export const empty = '–';

/** The cells of a state in the order in which every view shows them. */
export function cellsOf(state: RunState): readonly Cell[] {
  return [
    { name: 'memory', text: state.memory },
    ...state.caches.map(({ cpu, state: copy, value }) => ({
      name: `cache ${cpu}`,
      text: value === null ? empty : `${copy}: ${value}`,
    })),
    { name: 'expected', text: state.expected },
    ...pendingCells(state),
    ...state.vcpus.map(({ number, physicalCpu, dirtyMask }) => ({
      name: `vcpu ${number}`,
      text: `on CPU ${physicalCpu}${dirtyMask === null ? '' : `, mask {${dirtyMask.join(', ')}}`}`,
    })),
  ];
}

/** One cell for each CPU that has operations which are not complete. */
function pendingCells({ pending }: RunState): Cell[] {
  const actors = [...new Set(pending.map(({ actor }) => actor))];
  const waiting = (actor: string) => pending.filter((one) => one.actor === actor);
  const words = ({ operation, value }: RunState['pending'][number]) =>
    value === null ? operation : `${operation} ${value}`;
  return actors.map((actor) => ({ name: `pending ${actor}`, text: waiting(actor).map(words).join(', ') }));
}

/** The names of all cells that a run ever has, in their order. */
export function columnsOf(run: ExplainedRun): readonly string[] {
  const states = [...(run.start === null ? [] : [run.start]), ...run.steps.map(({ state }) => state)];
  const names = states.flatMap((state) => cellsOf(state).map(({ name }) => name));
  return [...new Set(names)];
}
