import * as path from 'node:path';
import * as vscode from 'vscode';
import { serverCommand } from '../server/serverCommand';

/** A task of tasks.json: `{ "type": "topology", "file": "lab.topo" }`. */
interface CheckDefinition extends vscode.TaskDefinition {
  /** Relative to its folder of the workspace, or whole; without it every .topo file of the folder. */
  readonly file?: string;
  readonly maxStates?: number;
}

const type = 'topology';

/** `topo check` as tasks: of the file in the editor and of each folder of the workspace. */
export function registerTasks(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider(type, {
      provideTasks: () => provideTasks(context.extensionPath),
      resolveTask: (task) => {
        const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
        return folder === undefined ? undefined : resolve(context.extensionPath, folder, task.definition);
      },
    }),
  );
}

async function provideTasks(extensionPath: string): Promise<vscode.Task[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const whole = await Promise.all(folders.map((folder) => resolve(extensionPath, folder, { type })));
  const active = vscode.window.activeTextEditor?.document;
  const folder = active?.languageId === 'topo' ? vscode.workspace.getWorkspaceFolder(active.uri) : undefined;
  if (active === undefined || folder === undefined) return whole;
  const file = path.relative(folder.uri.fsPath, active.uri.fsPath);
  return [...whole, await resolve(extensionPath, folder, { type, file })];
}

async function resolve(
  extensionPath: string,
  folder: vscode.WorkspaceFolder,
  definition: vscode.TaskDefinition,
): Promise<vscode.Task> {
  const { file, maxStates } = definition as CheckDefinition;
  const { command, prefix } = serverCommand(extensionPath);
  const limit = typeof maxStates === 'number' ? ['--max-states', String(maxStates)] : [];
  const files = file === undefined ? await filesOf(folder) : [file];
  // In the folder, from which the files have their names and their imports: tasks run only in a workspace that is trusted.
  const execution = new vscode.ProcessExecution(command, [...prefix, 'check', ...limit, '--', ...files], {
    cwd: folder.uri.fsPath,
  });
  const name = file === undefined ? vscode.l10n.t('check all files') : vscode.l10n.t('check {0}', file);
  const task = new vscode.Task(definition, folder, name, 'topology', execution, '$topology');
  task.group = vscode.TaskGroup.Test;
  return task;
}

async function filesOf(folder: vscode.WorkspaceFolder): Promise<string[]> {
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.topo'));
  return found.map(({ fsPath }) => path.relative(folder.uri.fsPath, fsPath)).sort();
}
