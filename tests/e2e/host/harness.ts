import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

export interface HostTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Longer than anything takes on a slow machine: a test that waits this long has failed. */
const patience = 30_000;

/** Waits until the question has an answer. */
export async function eventually<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`After ${patience / 1000} s there is still not: ${what}`);
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a workspace is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export function exampleNames(): string[] {
  const folder = workspaceFile('examples').fsPath;
  if (!fs.existsSync(folder)) return [];
  const files = fs.readdirSync(folder).filter((name) => path.extname(name) === '.topo');
  return files.sort().map((name) => `examples/${name}`);
}

export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** A new file of the workspace, opened; its name has to be one that no other test uses. */
export async function openNew(name: string, content: string | Uint8Array): Promise<vscode.TextDocument> {
  fs.writeFileSync(workspaceFile(name).fsPath, content);
  return open(name);
}

/** The document that a command opened, which is no file yet. */
export function opened(language: string): Promise<vscode.TextDocument> {
  return eventually(`a new document of ${language}`, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.isUntitled === true && document.languageId === language ? document : undefined;
  });
}

/** Replaces the first occurrence of a text in the open document, as an edit of the user's would. */
export async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `"${text}" stands in the document`);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Writes text behind the end of the open document. */
export async function append(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export function revert(): Thenable<void> {
  return vscode.commands.executeCommand('workbench.action.files.revert');
}

export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `"${text}" stands in the document`);
  return document.positionAt(at);
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** The server's findings, once there is one whose code starts so, at or below the line. */
export function findings(document: vscode.TextDocument, code: string, fromLine = 0): Promise<vscode.Diagnostic[]> {
  return eventually(`a finding ${code}* in ${path.basename(document.uri.fsPath)}`, () => {
    const found = ofServer(document).filter(
      (diagnostic) => codeOf(diagnostic).startsWith(code) && diagnostic.range.start.line >= fromLine,
    );
    return found.length > 0 ? found : undefined;
  });
}

export function noFindings(document: vscode.TextDocument, code: string): Promise<true> {
  return eventually(`no finding ${code}* in ${path.basename(document.uri.fsPath)}`, () =>
    ofServer(document).some((diagnostic) => codeOf(diagnostic).startsWith(code)) ? undefined : true,
  );
}

function ofServer(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'topo');
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

interface TopologyApi {
  serverProcessId(): number | undefined;
}

export function extension(): vscode.Extension<TopologyApi> {
  const found = vscode.extensions.getExtension<TopologyApi>('topology-lang.topology-lang');
  assert.ok(found, 'the packed extension is installed');
  return found;
}

/** The process id of the language server, once there is one other than `not`. */
export function serverProcess(not?: number): Promise<number> {
  return eventually('a running server', () => {
    const id = extension().isActive ? extension().exports.serverProcessId() : undefined;
    return id === not ? undefined : id;
  });
}

/** Runs the packaged command line tool, by the executable that the extension's own tasks run. */
export async function runTopo(...args: string[]): Promise<{ code: number | null; output: string }> {
  const [task] = await vscode.tasks.fetchTasks({ type: 'topology' });
  assert.ok(task?.execution instanceof vscode.ProcessExecution);
  const { process, args: given } = task.execution;
  const before = given.slice(0, given.indexOf('check'));
  return runProcess(new vscode.ProcessExecution(process, [...before, ...args]));
}

export function runProcess({ process, args, options }: vscode.ProcessExecution): {
  code: number | null;
  output: string;
} {
  const { status, stdout } = spawnSync(process, args, { cwd: options?.cwd, encoding: 'utf8' });
  return { code: status, output: stdout };
}
