import * as vscode from 'vscode';
import { hindrance, type ProgramResult, runProgram, serverCommand } from '../server/serverCommand';
import type { ServerCommand } from '../server/serverPath';

/** One way to a machine's description: what `topo import` calls it, and what the user chooses. */
interface Source {
  readonly command: string;
  readonly label: string;
  readonly detail: string;
  readonly choose: 'nothing' | 'file' | 'folder';
}

function sources(): readonly Source[] {
  const { t } = vscode.l10n;
  return [
    {
      command: 'sysfs',
      label: t('This machine'),
      detail: t('Reads /sys and /proc of the machine that the server runs on. Nothing is changed and nothing is sent.'),
      choose: 'nothing',
    },
    {
      command: 'machine',
      label: t('A folder of another machine'),
      detail: t('As scripts/collect.sh wrote it there.'),
      choose: 'folder',
    },
    {
      command: 'machine',
      label: t('An archive of another machine'),
      detail: t('A .tar or .tar.gz that scripts/collect.sh wrote there.'),
      choose: 'file',
    },
    { command: 'lspci', label: t('Output of lspci'), detail: 'lspci -nn -vvv, lspci -nn -xxxx', choose: 'file' },
    { command: 'dmesg', label: t('A kernel log'), detail: 'dmesg, journalctl -k', choose: 'file' },
    { command: 'acpidump', label: t('ACPI tables'), detail: 'acpidump', choose: 'file' },
    { command: 'devicetree', label: t('A device tree'), detail: '.dtb, .dts', choose: 'file' },
  ];
}

/** Topology: Import…: a real machine's description as a new text that is not saved yet. */
export function registerImport(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('topology.import', async (kind?: string, file?: vscode.Uri) => {
      const source = sources().find(({ command }) => command === kind) ?? (await chosenSource());
      if (source === undefined) return;
      const given = source.choose === 'nothing' ? [] : await chosenPath(source, file);
      if (given !== undefined) await importFrom(context.extensionPath, source, given);
    }),
  );
}

function chosenSource(): Thenable<Source | undefined> {
  return vscode.window.showQuickPick(sources(), {
    title: vscode.l10n.t('Import a machine'),
    placeHolder: vscode.l10n.t('Where does its description come from?'),
  });
}

async function chosenPath(source: Source, file: vscode.Uri | undefined): Promise<string[] | undefined> {
  if (file instanceof vscode.Uri) return [file.fsPath];
  const folders = source.choose === 'folder';
  const chosen = await vscode.window.showOpenDialog({
    title: source.label,
    canSelectFolders: folders,
    canSelectFiles: !folders,
  });
  return chosen?.map(({ fsPath }) => fsPath);
}

async function importFrom(extensionPath: string, source: Source, given: readonly string[]): Promise<void> {
  const server = serverCommand(extensionPath);
  const against = await hindrance(server);
  const args = [...server.prefix, 'import', source.command, ...(given.length === 0 ? [] : ['--', ...given])];
  const result =
    against === undefined ? await reading(source, server, args) : { code: null, output: '', errors: against };
  if (result === undefined) return;
  const { code, output, errors } = result;
  if (code !== 0 || output === '') {
    void vscode.window.showErrorMessage(vscode.l10n.t('Nothing was imported. {0}', errors.trim()));
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: 'topo', content: output });
  await vscode.window.showTextDocument(document);
  if (errors.trim() !== '') void vscode.window.showInformationMessage(errors.trim());
}

/** @returns undefined where the user cancelled it. */
function reading(source: Source, server: ServerCommand, args: readonly string[]): Thenable<ProgramResult | undefined> {
  const title = vscode.l10n.t('Importing: {0}', source.label);
  const where = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(where, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => {
      stop.abort();
    });
    const result = await runProgram(server, args, stop.signal);
    return stop.signal.aborted ? undefined : result;
  });
}
