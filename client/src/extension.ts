import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { registerDiagram } from './diagram/diagram';
import { ReportViewer } from './report';
import { TopologyServer } from './server';
import { StatusItem } from './statusItem';

let server: TopologyServer | undefined;

/** What the extension offers to other extensions and to its own tests. */
export interface TopologyApi {
  /** The process id of the language server; undefined while there is none. */
  serverProcessId(): number | undefined;
}

export function activate(context: vscode.ExtensionContext): TopologyApi {
  const log = vscode.window.createOutputChannel('TopologyLang', { log: true });
  const status = new StatusItem();
  const running = new TopologyServer(context, log, (state) => {
    status.show(state);
  });
  const reports = new ReportViewer();
  server = running;

  context.subscriptions.push(log, status, reports, ...registerCommands(running, reports, log));
  context.subscriptions.push(...registerDiagram(context, running));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('topology.server.path')) void running.restart();
      else if (change.affectsConfiguration('topology.checker')) void running.sendSettings();
    }),
  );

  void running.start();
  return { serverProcessId: () => running.processId };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
