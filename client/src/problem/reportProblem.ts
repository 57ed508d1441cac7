import * as os from 'node:os';
import * as vscode from 'vscode';
import type { TopologyServer } from '../server/server';
import { problemText } from './problemText';

/** The settings that matter to a problem, by their names without "topology.". */
const settings = [
  'server.path',
  ...['maxStates', 'maxMemory', 'threads', 'maxSeconds'].map((name) => `checker.${name}`),
  'trace.server',
];

/** Report a Problem: what is known about this installation as a new text. It is shown, and sent nowhere. */
export function registerProblemReport(
  context: vscode.ExtensionContext,
  server: TopologyServer,
  tail: () => readonly string[],
): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.reportProblem', async () => {
      const configuration = vscode.workspace.getConfiguration('topology');
      const { version } = context.extension.packageJSON as { readonly version: string };
      const content = problemText({
        extension: version,
        server: server.version ?? vscode.l10n.t('does not run'),
        editor: `${vscode.version} (${vscode.env.appName}, ${vscode.env.remoteName === undefined ? 'local' : 'remote'})`,
        system: `${os.type()} ${os.release()} ${os.arch()}`,
        settings: Object.fromEntries(settings.map((name) => [`topology.${name}`, configuration.get(name)])),
        log: tail(),
        home: os.homedir(),
      });
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
      await vscode.window.showTextDocument(document);
    }),
  );
}
