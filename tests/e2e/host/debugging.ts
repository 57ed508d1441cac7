import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, type HostTest, open } from './harness';

interface Stopped {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly reason?: string };
}

interface Variables {
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

interface Stack {
  readonly stackFrames: readonly { readonly line: number; readonly name: string }[];
}

interface Started {
  readonly session: vscode.DebugSession;
  /** Why it stopped each time. */
  readonly stops: string[];
  readonly end: () => Promise<void>;
}

/** A session that a command starts with the cursor in the line, halted at its first statement. */
async function start(line: number, { give } = once('topology.debugRun')): Promise<Started> {
  const stops: string[] = [];
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('topology', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: ({ event, body }: Stopped) => {
        if (event === 'stopped') stops.push(body?.reason ?? '');
      },
    }),
  });
  const document = await open('flip.topo');
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(line, 0, line, 0);
  const session = await eventually('a debug session', () => {
    if (vscode.debug.activeDebugSession === undefined) give();
    return vscode.debug.activeDebugSession;
  });
  await eventually('the first stop', () => stops[0]);
  const end = async () => {
    await vscode.debug.stopDebugging(session);
    await eventually('the end', () => vscode.debug.activeDebugSession === undefined || undefined);
    tracker.dispose();
  };
  return { session, stops, end };
}

/** A command that is given anew only once it has ended. */
function once(name: string): { give: () => void; running: () => boolean } {
  let running = false;
  const give = () => {
    if (running) return;
    running = true;
    void vscode.commands.executeCommand(name).then(() => (running = false));
  };
  return { give, running: () => running };
}

/** Sends a request that moves the run, and waits for the stop after it. */
async function move(session: vscode.DebugSession, stops: string[], request: string): Promise<string> {
  const before = stops.length;
  await session.customRequest(request, { threadId: 1 });
  return eventually(`a stop after ${request}`, () => stops[before]);
}

async function lineOf(session: vscode.DebugSession): Promise<number | undefined> {
  return ((await session.customRequest('stackTrace', { threadId: 1 })) as Stack).stackFrames[0]?.line;
}

export const debugging: HostTest[] = [
  {
    name: 'Debug Failing Run goes forward and back through the run, with memory, caches and watches',
    run: async () => {
      const { session, stops, end } = await start(15);
      assert.deepEqual([stops[0], await lineOf(session)], ['entry', 17]);
      assert.equal(await move(session, stops, 'next'), 'step');
      const state = (await session.customRequest('variables', { variablesReference: 1 })) as Variables;
      const cells = Object.fromEntries(state.variables.map(({ name, value }) => [name, value]));
      assert.match(cells['cache 0'] ?? '', /dirty/);
      assert.match(cells['memory'] ?? '', /initial/);
      const watch = (await session.customRequest('evaluate', { expression: 'cache 0', frameId: 1 })) as {
        result: string;
      };
      assert.equal(watch.result, cells['cache 0']);
      await assert.rejects(async () => session.customRequest('evaluate', { expression: 'nonsense' }), /cache 0/);
      assert.equal(await move(session, stops, 'continue'), 'exception', 'the end is where it goes wrong');
      assert.equal(await move(session, stops, 'stepBack'), 'step');
      assert.equal(await lineOf(session), 18);
      assert.equal(await move(session, stops, 'reverseContinue'), 'entry');
      await end();
    },
  },
  {
    name: 'a breakpoint stops the run before its line, going forward and going back',
    run: async () => {
      const document = await open('flip.topo');
      const place = new vscode.Location(document.uri, new vscode.Position(17, 2));
      const breakpoint = new vscode.SourceBreakpoint(place);
      vscode.debug.addBreakpoints([breakpoint]);
      const { session, stops, end } = await start(15);
      assert.equal(await move(session, stops, 'continue'), 'breakpoint');
      assert.equal(await lineOf(session), 18);
      assert.equal(await move(session, stops, 'next'), 'exception');
      assert.equal(await move(session, stops, 'reverseContinue'), 'breakpoint');
      await end();
      vscode.debug.removeBreakpoints([breakpoint]);
    },
  },
  {
    name: 'Debug Test at Cursor steps through the failing run of the program, and Stop ends it',
    run: async () => {
      // The command lasts as long as the test run. Until the list of tests is there, it finds none and ends at once.
      const command = once('testing.debugAtCursor');
      const { session, end } = await start(15, command);
      assert.deepEqual([session.configuration['program'], await lineOf(session)], ['flip', 17]);
      await end();
      await eventually('the end of the test run', () => (command.running() ? undefined : true));
    },
  },
  {
    name: 'a program that does not go wrong has no run to step through, and no session',
    run: async () => {
      const document = await open('examples/mixed-snoop-control.topo');
      const configuration = {
        type: 'topology',
        request: 'launch',
        name: 'x',
        file: document.uri.fsPath,
        program: 'send',
      };
      await vscode.debug.startDebugging(undefined, configuration).then(undefined, () => false);
      await eventually('no session', () => vscode.debug.activeDebugSession === undefined || undefined);
      await vscode.commands.executeCommand('notifications.clearAll');
    },
  },
];
