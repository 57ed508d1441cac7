import * as vscode from 'vscode';
import { fits, type RunDocument, type RunKey } from '../../shared/runs';
import type { FileTest } from '../../shared/tests';
import { configurationFor } from '../debug/debugging';
import type { TopologyServer } from '../server/server';

/** Steps through the failing runs of these tests, one session after the other, until the test run is cancelled. */
export async function debugTests(
  server: TopologyServer,
  run: vscode.TestRun,
  file: vscode.TestItem,
  tests: readonly FileTest[],
): Promise<void> {
  const { uri } = file;
  const keys = tests.flatMap(({ program, scenario, run: number }) =>
    program === null ? [] : [{ program, scenario, run: number }],
  );
  if (uri === undefined || keys.length === 0) return;
  const failing = await failingRuns(server, uri, run.token);
  for (const key of keys) {
    if (run.token.isCancellationRequested) return;
    if (failing.some((one) => fits(one, key))) await stepThrough(run, uri, key);
    else run.appendOutput(`${vscode.l10n.t('{0} has no failing run to step through.', key.program)}\r\n`);
  }
}

async function failingRuns(
  server: TopologyServer,
  uri: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<readonly RunKey[]> {
  const answer = await server.request<RunDocument | null>(
    'topology/runs',
    { textDocument: { uri: uri.toString() } },
    token,
  );
  return (answer?.runs ?? []).filter(({ steps }) => steps.length > 0);
}

/** One session from its start to its end. Stopping it cancels the test run, and the other way round. */
async function stepThrough(testRun: vscode.TestRun, uri: vscode.Uri, key: RunKey): Promise<void> {
  let session: vscode.DebugSession | undefined;
  const watches: vscode.Disposable[] = [];
  const ended = new Promise<void>((resolve) => {
    watches.push(
      vscode.debug.onDidStartDebugSession((started) => {
        if (!isOf(started, uri, key)) return;
        session ??= started;
        if (testRun.token.isCancellationRequested) void stop(session);
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => {
        if (id === session?.id) resolve();
      }),
      testRun.token.onCancellationRequested(() => {
        if (session !== undefined) void stop(session);
      }),
    );
  });
  try {
    const configuration = { ...configurationFor(uri), ...key };
    if (await vscode.debug.startDebugging(undefined, configuration, { testRun })) await ended;
  } finally {
    for (const watch of watches) watch.dispose();
  }
}

function isOf({ configuration: { file, program, scenario, run } }: vscode.DebugSession, uri: vscode.Uri, key: RunKey) {
  return file === uri.fsPath && program === key.program && scenario === key.scenario && run === key.run;
}

/**
 * The first stop of a session that belongs to a test run only cancels that run: the editor leaves the session to its owner. Where it
 * was the user's stop that cancelled the run, the first one here ends the session, and there is none left for the second.
 */
async function stop(session: vscode.DebugSession): Promise<void> {
  await vscode.debug.stopDebugging(session);
  await vscode.debug.stopDebugging(session).then(undefined, () => undefined);
}
