import * as vscode from 'vscode';
import type { SourceRange } from '../../shared/graph';
import type { FileTest } from '../../shared/tests';
import type { TopologyServer } from '../server/server';
import { debugTests } from './debugTests';

/** Time without typing after which the list of tests follows the text, in milliseconds. */
const pause = 300;

/** What the debugger can step through: a program, and a file for all of its programs. An expectation has no run of its own. */
const steppable = new vscode.TestTag('steppable');

/** The Test Explorer: every `expect` and every program of a file is a test; a failing run is its message. */
export class Testing implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('topology', 'TopologyLang');
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly registrations: { dispose(): unknown }[];

  constructor(private readonly server: TopologyServer) {
    this.controller.resolveHandler = async (item) => {
      if (item === undefined) await this.findFiles();
      else await this.list(item);
    };
    this.controller.refreshHandler = () => this.findFiles();
    this.controller.createRunProfile(
      vscode.l10n.t('Simulate'),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.controller.createRunProfile(
      vscode.l10n.t('Step through the failing run'),
      vscode.TestRunProfileKind.Debug,
      (request, token) => this.run(request, token, true),
      true,
      steppable,
    );
    const follow = (document: vscode.TextDocument) => {
      if (document.languageId === 'topo') this.listSoon(document.uri);
    };
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.topo');
    this.registrations = [
      this.controller,
      watcher,
      watcher.onDidCreate((uri) => this.fileItem(uri)),
      watcher.onDidDelete((uri) => {
        this.controller.items.delete(uri.toString());
      }),
      vscode.workspace.onDidOpenTextDocument(follow),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        follow(document);
      }),
      server.onDidStart(() => {
        vscode.workspace.textDocuments.forEach(follow);
      }),
    ];
    vscode.workspace.textDocuments.forEach(follow);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const one of this.registrations) one.dispose();
  }

  private async findFiles(): Promise<void> {
    for (const uri of await vscode.workspace.findFiles('**/*.topo')) this.fileItem(uri);
  }

  private fileItem(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.controller.items.get(id);
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    item.tags = [steppable];
    this.controller.items.add(item);
    return item;
  }

  private listSoon(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.list(this.fileItem(uri));
      }, pause),
    );
  }

  /** Lists a file's tests. While there is no server, the list stays as it was. */
  private async list(file: vscode.TestItem): Promise<readonly FileTest[]> {
    try {
      const tests = await this.testsOf(file);
      file.children.replace(tests.map((test) => this.item(file, test)));
      return tests;
    } catch (error) {
      file.error = error instanceof Error ? error.message : String(error);
      return [];
    }
  }

  private async testsOf(file: vscode.TestItem): Promise<readonly FileTest[]> {
    const params = { textDocument: { uri: file.id } };
    const answer = await this.server.request<readonly FileTest[] | null>('topology/tests', params);
    file.error = undefined;
    return answer ?? [];
  }

  private item(file: vscode.TestItem, test: FileTest): vscode.TestItem {
    const item = this.controller.createTestItem(test.id, test.label, vscode.Uri.file(test.where.file));
    item.range = rangeOf(test.where);
    if (test.program !== null) item.tags = [steppable];
    item.sortText = `${test.kind === 'program' ? '0' : '1'}${String(test.where.line).padStart(8, '0')}${file.id}`;
    return item;
  }

  /** Simulates each file once and reports on what was asked for of it; to debug is to step through its failing runs after that. */
  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken, debug = false): Promise<void> {
    const run = this.controller.createTestRun(request);
    const asked = request.include ?? [...this.controller.items].map(([, item]) => item);
    const files = new Map(asked.map((item) => [(item.parent ?? item).id, item.parent ?? item]));
    try {
      for (const file of files.values()) {
        if (token.isCancellationRequested) break;
        const tests = (await this.list(file)).filter((test) => isAskedFor(file, test, asked, request.exclude ?? []));
        for (const test of tests) report(run, file, test);
        if (file.error !== undefined) run.errored(file, new vscode.TestMessage(file.error));
        else if (debug) await debugTests(this.server, run, file, tests);
      }
    } finally {
      run.end();
    }
  }
}

function isAskedFor(
  file: vscode.TestItem,
  test: FileTest,
  asked: readonly vscode.TestItem[],
  excluded: readonly vscode.TestItem[],
): boolean {
  const isOf = (items: readonly vscode.TestItem[]) =>
    items.some(({ id, parent }) => id === file.id || (id === test.id && parent?.id === file.id));
  return isOf(asked) && !isOf(excluded);
}

function report(run: vscode.TestRun, file: vscode.TestItem, test: FileTest): void {
  const item = file.children.get(test.id);
  if (item === undefined) return;
  run.appendOutput(`${test.message.replaceAll('\n', '\r\n')}\r\n`, undefined, item);
  const message = new vscode.TestMessage(test.message);
  message.location = new vscode.Location(vscode.Uri.file(test.where.file), rangeOf(test.where));
  if (test.outcome === 'passed') run.passed(item);
  else if (test.outcome === 'failed') run.failed(item, message);
  else if (test.outcome === 'errored') run.errored(item, message);
  else run.skipped(item);
}

function rangeOf(where: SourceRange): vscode.Range {
  return new vscode.Range(where.line - 1, where.column - 1, where.endLine - 1, where.endColumn - 1);
}
