import * as vscode from 'vscode';

/** The .topo file that a command is about: the one that was clicked or given, or the one in the active editor. Tells the user if there is none. */
export function topoDocument(clicked: unknown): vscode.Uri | undefined {
  const given = typeof clicked === 'string' ? vscode.Uri.parse(clicked) : clicked;
  const { activeTextEditor } = vscode.window;
  const active = activeTextEditor?.document.languageId === 'topo' ? activeTextEditor.document.uri : undefined;
  const document = given instanceof vscode.Uri ? given : active;
  if (document === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a .topo file first: this command is about the file in the editor.'),
    );
  }
  return document;
}
