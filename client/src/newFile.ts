import * as vscode from 'vscode';

/** New File: an empty text of the language; with a first machine in it for who asks for one. */
export function registerNewFile(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.newFile', () => show('')),
    vscode.commands.registerCommand('topology.newExample', async () => {
      const file = vscode.Uri.joinPath(context.extensionUri, 'client', 'walkthrough', 'first.topo');
      await show(Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8'));
    }),
  );
}

async function show(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'topo', content });
  await vscode.window.showTextDocument(document);
}
