import * as vscode from 'vscode';
import type { SourceRange } from '../../shared/graph';

/** Shows the range in an editor group that shows text already, so that the view which asked for it stays in sight. */
export async function revealSource(where: SourceRange): Promise<void> {
  const range = new vscode.Range(where.line - 1, where.column - 1, where.endLine - 1, where.endColumn - 1);
  const uri = vscode.Uri.file(where.file);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath);
  await vscode.window.showTextDocument(uri, {
    selection: range,
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    preserveFocus: false,
  });
}
