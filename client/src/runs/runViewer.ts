import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CopyFormat, FromRuns, ToRuns } from '../../shared/runMessages';
import type { RunDocument, RunKey, RunWish } from '../../shared/runs';
import { revealSource } from '../documents/revealSource';
import type { TopologyServer } from '../server/server';
import { topoDocument } from '../documents/topoDocument';
import { requestPanels, type RequestView } from '../views/requestView';

/** The run viewer: the shortest failing run of each program, step by step. */
export function registerRunViewer(context: vscode.ExtensionContext, server: TopologyServer): void {
  /** For each document the run that was asked for and is not shown yet. */
  const wanted = new Map<string, RunWish>();
  const panels = requestPanels(context, server, runView(server, wanted));
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.showRun', (clicked?: unknown, wish?: RunWish) => {
      const lens = isLens(clicked) ? clicked : undefined;
      const document = topoDocument(lens?.uri ?? clicked);
      if (document === undefined) return;
      wanted.set(document.toString(), lens === undefined ? (wish ?? {}) : wishOf(lens));
      void panels.show(document).refresh();
    }),
  );
}

/** The argument of the server's code lenses above programs and scenarios. */
interface Lens {
  readonly uri: string;
  readonly kind: 'program' | 'scenario';
  readonly name: string;
}

function isLens(clicked: unknown): clicked is Lens {
  return typeof clicked === 'object' && clicked !== null && 'kind' in clicked && 'uri' in clicked;
}

function wishOf({ kind, name }: Lens): RunWish {
  return kind === 'program' ? { program: name } : { scenario: name };
}

function runView(server: TopologyServer, wanted: Map<string, RunWish>): RequestView<RunDocument, FromRuns> {
  return {
    viewType: 'topology.runs',
    page: (document) => ({
      name: 'run',
      title: vscode.l10n.t('Runs of {0}', path.posix.basename(document.path)),
      words: runWords(),
    }),
    method: 'topology/runs',
    params: (document) => ({ textDocument: { uri: document.toString() } }),
    show: ({ runs }, document): ToRuns => {
      const show = wanted.get(document.toString());
      wanted.delete(document.toString());
      return { type: 'runs', runs, show };
    },
    onMessage: (message, document) => {
      receive(server, message, document);
    },
  };
}

function receive(server: TopologyServer, message: FromRuns, document: vscode.Uri): void {
  switch (message.type) {
    case 'ready':
      break;
    case 'open':
      void revealSource({ ...message, column: 1, endLine: message.line, endColumn: 1 });
      break;
    case 'copy':
      void copy(server, document, message.key, message.format);
      break;
    case 'debug':
      void vscode.commands.executeCommand('topology.debugRun', document, message.key);
  }
}

async function copy(server: TopologyServer, document: vscode.Uri, key: RunKey, format: CopyFormat): Promise<void> {
  try {
    const params = { textDocument: { uri: document.toString() }, ...key, format };
    const answer = await server.request<RunText | null>('topology/runText', params);
    if (answer === null) throw new Error(vscode.l10n.t('The run is not in the file any more.'));
    await vscode.env.clipboard.writeText(answer.content);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The run is in the clipboard.'), 3000);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** The answer to `topology/runText`. */
interface RunText {
  readonly content: string;
}

function runWords(): Record<string, string> {
  const { t } = vscode.l10n;
  return {
    filter: t('Filter runs'),
    runs: t('Runs'),
    run: t('run {0}'),
    first: t('Before the first step (Home)'),
    back: t('Step back (Arrow up)'),
    forward: t('Step forward (Arrow down)'),
    last: t('Last step (End)'),
    debug: t('Debug'),
    copy: t('Copy as'),
    copyAs: t('Copy the run as {0}'),
    step: t('Step'),
    who: t('Who'),
    what: t('What'),
    newest: t('newest'),
    start: t('start'),
    line: t('line {0}'),
    before: t('Before the first step.'),
    early: t('before line {0}'),
    unused: t('Empty all the time: {0}'),
    empty: t('There is no program in this text that runs.'),
    help: t('Arrow keys go from step to step, Enter goes to the line of the step.'),
  };
}
