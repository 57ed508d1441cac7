import * as path from 'node:path';
import {
  DebugSession,
  InitializedEvent,
  OutputEvent,
  Scope,
  Source,
  StackFrame,
  StoppedEvent,
  TerminatedEvent,
  Thread,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Cell, cellsOf, type ExplainedRun } from '../../shared/runs';
import { type Halt, Replay } from './replay';

/** What is asked of the session's variables; each group is one scope. */
const groups = ['state', 'run'] as const;

type Group = (typeof groups)[number];

const thread = 1;
const frame = 1;

/** Where the run comes from, and the words that the debugger shows. */
export interface ReplaySource {
  readonly load: () => Promise<ExplainedRun>;
  readonly file: string;
  readonly words: Readonly<Record<Group | 'start' | 'next' | 'done' | 'unknownWatch', string>>;
}

/** The debug adapter of a failing run: it steps what the checker found, so it can go back as well as forward. */
export class ReplaySession extends DebugSession {
  private replay: Replay | undefined;

  constructor(private readonly source: ReplaySource) {
    super();
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsStepBack: true,
      supportsEvaluateForHovers: false,
      supportsExceptionInfoRequest: true,
    };
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse): void {
    this.source.load().then(
      (run) => {
        this.replay = new Replay(run);
        this.sendResponse(response);
        this.sendEvent(new InitializedEvent());
      },
      (error: unknown) => {
        const format = error instanceof Error ? error.message : String(error);
        this.sendErrorResponse(response, { id: 1, format, showUser: true });
      },
    );
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.halt('entry');
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const lines = breakpoints.map(({ line }) => line);
    const here = source.path === this.source.file ? this.replay?.setBreakpoints(lines) : undefined;
    response.body = { breakpoints: lines.map((line, index) => ({ line, verified: here?.[index] ?? false })) };
    this.sendResponse(response);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(thread, this.replay?.run.program ?? '')] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse): void {
    const { replay } = this;
    const source = new Source(path.basename(this.source.file), this.source.file);
    const frames = replay === undefined ? [] : [new StackFrame(frame, this.title(replay), source, replay.line, 1)];
    response.body = { stackFrames: frames, totalFrames: frames.length };
    this.sendResponse(response);
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    response.body = { scopes: groups.map((group, index) => new Scope(this.source.words[group], index + 1, false)) };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference }: DebugProtocol.VariablesArguments,
  ): void {
    const group = groups[variablesReference - 1];
    const cells = this.cells().filter(({ name }) => groupOf(name) === group);
    response.body = { variables: cells.map(({ name, text }) => ({ name, value: text, variablesReference: 0 })) };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression }: DebugProtocol.EvaluateArguments,
  ): void {
    const found = this.cells().find(({ name }) => name === expression.trim().toLowerCase());
    if (found === undefined) {
      const known = this.cells().map(({ name }) => name);
      const format = `${this.source.words.unknownWatch} ${known.join(', ')}`;
      this.sendErrorResponse(response, { id: 2, format, showUser: false });
      return;
    }
    response.body = { result: found.text, variablesReference: 0 };
    this.sendResponse(response);
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.move(response, (replay) => replay.forward());
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.move(response, (replay) => replay.forward());
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.move(response, (replay) => replay.continue());
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.move(response, (replay) => replay.continue());
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.move(response, (replay) => replay.back());
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.move(response, (replay) => replay.reverse());
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const { run } = this.replay ?? {};
    response.body = { exceptionId: run?.hazard ?? 'stale', description: run?.conclusion ?? '', breakMode: 'always' };
    this.sendResponse(response);
  }

  /** Forward from the end is the end of the session. */
  private move(response: DebugProtocol.Response, how: (replay: Replay) => Halt): void {
    this.sendResponse(response);
    const { replay } = this;
    if (replay === undefined) return;
    const before = replay.position;
    const halt = how(replay);
    if (replay.atEnd && before === replay.position) {
      this.sendEvent(new TerminatedEvent());
      return;
    }
    for (const { number, sentence } of replay.run.steps.slice(before, replay.position)) {
      this.sendEvent(new OutputEvent(`${number}. ${sentence}\n`));
    }
    this.halt(halt);
  }

  private halt(halt: Halt): void {
    if (halt === 'end') this.sendEvent(new StoppedEvent('exception', thread, this.replay?.run.conclusion));
    else this.sendEvent(new StoppedEvent(halt, thread));
  }

  private title(replay: Replay): string {
    const { next, position, run } = replay;
    const place = `${position}/${run.steps.length}`;
    const words = this.source.words;
    if (next === undefined) return `${place} ${words.done}`;
    return `${place} ${words.next} ${[next.actor, next.action, next.buffer].filter((word) => word !== null).join(' ')}`;
  }

  private cells(): readonly Cell[] {
    const { replay } = this;
    const state = replay?.state;
    if (replay === undefined || state == null) return [];
    return [
      ...cellsOf(state),
      { name: 'step', text: `${replay.position}: ${replay.last?.sentence ?? this.source.words.start}` },
    ];
  }
}

function groupOf(cell: string): Group {
  return cell === 'step' || cell.startsWith('vcpu ') ? 'run' : 'state';
}
