import * as vscode from 'vscode';
import type { ReportViewer } from './report';
import type { TopologyServer } from './server/server';

/** The answer to `topology/simulate`; null where the server knows no such file. */
interface SimulationReport {
  readonly title: string;
  readonly markdown: string;
}

export function registerCommands(
  server: TopologyServer,
  reports: ReportViewer,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('topology.runSimulation', async (clicked?: unknown) => {
      await runSimulation(server, reports, clicked);
    }),
    vscode.commands.registerCommand('topology.restartServer', () => server.restart()),
    vscode.commands.registerCommand('topology.showLog', () => {
      log.show();
    }),
  ];
}

/** @param clicked The file of the menu that was used; from the palette there is none, and the editor decides. */
async function runSimulation(server: TopologyServer, reports: ReportViewer, clicked: unknown): Promise<void> {
  const document = await documentToSimulate(clicked);
  if (document === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is nothing to simulate here: open a .topo file, then run the simulation from its editor.'),
    );
    return;
  }
  try {
    const report = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Simulating {0}', vscode.workspace.asRelativePath(document.uri)),
        cancellable: true,
      },
      (_, token) =>
        server.request<SimulationReport | null>(
          'topology/simulate',
          { textDocument: { uri: document.uri.toString() } },
          token,
        ),
    );
    if (report === null) throw new Error(vscode.l10n.t('the server cannot read this file.'));
    await reports.show(document.uri, report.title, report.markdown);
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The simulation gave no report: {0}', reason));
  }
}

async function documentToSimulate(clicked: unknown): Promise<vscode.TextDocument | undefined> {
  const document =
    clicked instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(clicked)
      : vscode.window.activeTextEditor?.document;
  return document?.languageId === 'topo' ? document : undefined;
}
