import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CopyFormat, FromRuns, ToRuns } from '../../shared/runMessages';
import type { RunDocument, RunKey } from '../../shared/runs';
import { revealSource } from '../revealSource';
import type { TopologyServer } from '../server';
import { topoDocument } from '../topoDocument';
import { type DocumentPanel, DocumentPanels, type DocumentView } from '../views/documentPanel';

type RunPanel = DocumentPanel<FromRuns>;

/** The run viewer: the shortest failing run of each program, step by step. */
export class RunViewer implements vscode.Disposable {
  private readonly panels: DocumentPanels<FromRuns>;
  /** The run to show once its panel has its page. */
  private wanted: RunKey | undefined;
  private readonly registrations: vscode.Disposable[];

  constructor(
    context: vscode.ExtensionContext,
    private readonly server: TopologyServer,
  ) {
    this.panels = new DocumentPanels(context.extensionUri, this.view());
    this.registrations = [
      vscode.commands.registerCommand('topology.showRun', (clicked?: unknown, key?: RunKey) => {
        const document = topoDocument(clicked);
        if (document !== undefined) this.show(document, key);
      }),
      server.onDidStart(() => {
        for (const panel of this.panels.all()) void panel.refresh();
      }),
    ];
  }

  show(document: vscode.Uri, key: RunKey | undefined): void {
    this.wanted = key;
    void this.panels.show(document).refresh();
  }

  dispose(): void {
    for (const one of this.registrations) one.dispose();
    this.panels.dispose();
  }

  private view(): DocumentView<FromRuns> {
    return {
      viewType: 'topology.runs',
      page: (document) => ({
        name: 'run',
        title: vscode.l10n.t('Runs of {0}', path.posix.basename(document.path)),
        words: runWords(),
      }),
      refresh: (panel, token) => this.refresh(panel, token),
      onMessage: (panel, message) => {
        this.receive(panel, message);
      },
    };
  }

  private receive(panel: RunPanel, message: FromRuns): void {
    switch (message.type) {
      case 'ready':
        void panel.refresh();
        break;
      case 'open':
        void revealSource({ ...message, column: 1, endLine: message.line, endColumn: 1 });
        break;
      case 'copy':
        void this.copy(panel.document, message.key, message.format);
        break;
      case 'debug':
        void vscode.commands.executeCommand('topology.debugRun', panel.document, message.key);
    }
  }

  private async refresh(panel: RunPanel, token: vscode.CancellationToken): Promise<void> {
    try {
      const uri = panel.document.toString();
      const answer = await this.server.request<RunDocument | null>('topology/runs', { uri }, token);
      if (token.isCancellationRequested) return;
      if (answer === null)
        post(panel, {
          type: 'notice',
          text: vscode.l10n.t('The server cannot read or analyse this file; its log says why.'),
        });
      else post(panel, { type: 'runs', runs: answer.runs, show: this.wanted });
      this.wanted = undefined;
    } catch (error) {
      if (token.isCancellationRequested || error instanceof vscode.CancellationError) return;
      post(panel, { type: 'notice', text: error instanceof Error ? error.message : String(error) });
    }
  }

  private async copy(document: vscode.Uri, key: RunKey, format: CopyFormat): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    const params = { uri: document.toString(), ...key, format };
    const answer = await this.server.request<{ readonly content: string } | null>(
      'topology/runText',
      params,
      source.token,
    );
    source.dispose();
    if (answer === null) return;
    await vscode.env.clipboard.writeText(answer.content);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The run is in the clipboard.'), 3000);
  }
}

function post(panel: RunPanel, message: ToRuns): void {
  panel.post(message);
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
    empty: t('There is no program in this text that runs.'),
    help: t('Arrow keys go from step to step, Enter goes to the line of the step.'),
  };
}
