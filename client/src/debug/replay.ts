import type { ExplainedRun, ExplainedStep, RunState } from '../../shared/runs';

/** Why a replay stands where it stands. */
export type Halt = 'entry' | 'step' | 'breakpoint' | 'end';

/** A run that is stepped through, forward and back. The position counts the steps that are done. */
export class Replay {
  private done = 0;

  constructor(
    readonly run: ExplainedRun,
    private breakpoints: ReadonlySet<number> = new Set(),
  ) {}

  get position(): number {
    return this.done;
  }

  get atEnd(): boolean {
    return this.done === this.run.steps.length;
  }

  /** The step that comes next; undefined at the end. */
  get next(): ExplainedStep | undefined {
    return this.run.steps[this.done];
  }

  /** The step that was done last; undefined at the start. */
  get last(): ExplainedStep | undefined {
    return this.run.steps[this.done - 1];
  }

  get state(): RunState | null {
    return this.last?.state ?? this.run.start;
  }

  /** Where an arrow points: the line of the next statement; at the end that of the last one. A step of the environment has none. */
  get line(): number {
    const following = this.run.steps.slice(this.done).find(({ line }) => line !== null);
    const lines = this.run.steps.map(({ line }) => line).filter((line) => line !== null);
    return following?.line ?? lines.at(-1) ?? this.run.line ?? 1;
  }

  /** @returns For each line whether a step of the run stands on it. */
  setBreakpoints(lines: readonly number[]): boolean[] {
    const known = new Set(this.run.steps.map(({ line }) => line));
    this.breakpoints = new Set(lines.filter((line) => known.has(line)));
    return lines.map((line) => known.has(line));
  }

  forward(): Halt {
    if (!this.atEnd) this.done++;
    return this.atEnd ? 'end' : 'step';
  }

  back(): Halt {
    if (this.done > 0) this.done--;
    return this.done === 0 ? 'entry' : 'step';
  }

  /** To the next statement with a breakpoint, or to the end. */
  continue(): Halt {
    do this.done = Math.min(this.done + 1, this.run.steps.length);
    while (!this.atEnd && !this.atBreakpoint());
    return this.atEnd ? 'end' : 'breakpoint';
  }

  reverse(): Halt {
    do this.done = Math.max(this.done - 1, 0);
    while (this.done > 0 && !this.atBreakpoint());
    return this.done === 0 ? 'entry' : 'breakpoint';
  }

  private atBreakpoint(): boolean {
    const line = this.next?.line;
    return line != null && this.breakpoints.has(line);
  }
}
