import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { registerDebugging } from './debug/debugging';
import { registerDiagram } from './diagram/diagram';
import { registerKernels } from './kernels/kernels';
import { registerImport } from './import/importWizard';
import { registerMatrix } from './matrix/matrix';
import { registerNewFile } from './newFile';
import { withTail } from './problem/logTail';
import { registerProblemReport } from './problem/reportProblem';
import { ReportViewer } from './report';
import { TopologyServer } from './server/server';
import { registerRunViewer } from './runs/runViewer';
import { StatusItem } from './statusItem';
import { registerTasks } from './tasks/tasks';
import { Testing } from './testing/testing';
import { TopologyTree } from './tree/topologyTree';

let server: TopologyServer | undefined;

/** What the extension offers to other extensions and to its own tests. */
export interface TopologyApi {
  /** The process id of the language server; undefined while there is none. */
  serverProcessId(): number | undefined;
}

export function activate(context: vscode.ExtensionContext): TopologyApi {
  const { log, tail } = withTail(vscode.window.createOutputChannel('TopologyLang', { log: true }));
  const status = new StatusItem();
  const running = new TopologyServer(context, log, (state) => {
    status.show(state);
  });
  const reports = new ReportViewer();
  server = running;

  context.subscriptions.push(log, status, reports, ...registerCommands(running, reports, log));
  context.subscriptions.push(...registerDebugging(running), new Testing(running), new TopologyTree(running));
  for (const register of [registerTasks, registerImport, registerNewFile]) register(context);
  registerProblemReport(context, running, tail);
  for (const register of [registerDiagram, registerRunViewer, registerMatrix, registerKernels])
    register(context, running);
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
