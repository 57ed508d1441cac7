import * as vscode from 'vscode';

const scheme = 'topology-report';

/** Shows simulation reports as rendered Markdown beside the editor, one document for each simulated file. */
export class ReportViewer implements vscode.TextDocumentContentProvider, vscode.Disposable {
  /** The newest report of each address. The editor may close a document and ask for it again, so none is dropped. */
  private readonly markdown = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registrations = [this.changed, vscode.workspace.registerTextDocumentContentProvider(scheme, this)];

  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.markdown.get(uri.toString()) ??
      vscode.l10n.t('This report is of an earlier session: run the simulation again.')
    );
  }

  async show(source: vscode.Uri, title: string, markdown: string): Promise<void> {
    const uri = reportUri(source, title);
    this.markdown.set(uri.toString(), markdown);
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }
}

/** The title is the tab's label; the query keeps reports of files of the same name apart. */
function reportUri(source: vscode.Uri, title: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', '∕')}.md`, query: source.toString() });
}
