import * as vscode from 'vscode';
import { type ExplainedRun, fits, type RunDocument, type RunWish } from '../../shared/runs';
import type { TopologyServer } from '../server/server';
import { topoDocument } from '../documents/topoDocument';
import { type ReplaySource, ReplaySession } from './replaySession';

/** What a launch configuration says: the file, and which of its runs; without a name the one at the cursor. */
interface LaunchConfiguration extends vscode.DebugConfiguration, RunWish {
  readonly file?: string;
}

const type = 'topology';

/** F5 on a program: its shortest failing run in the debugger, forward and back. */
export function registerDebugging(server: TopologyServer): { dispose(): unknown }[] {
  return [
    vscode.debug.registerDebugConfigurationProvider(type, { resolveDebugConfiguration: (_, given) => resolve(given) }),
    vscode.debug.registerDebugAdapterDescriptorFactory(type, {
      createDebugAdapterDescriptor: ({ configuration }) =>
        // The library's session is made for this, by shape; it knows no class of the editor's.
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
        new vscode.DebugAdapterInlineImplementation(new ReplaySession(sourceOf(server, configuration))),
    }),
    vscode.commands.registerCommand('topology.debugRun', async (clicked?: unknown, key?: RunWish) => {
      const document = topoDocument(clicked);
      if (document === undefined) return;
      const chosen = key ?? { program: programAtCursor(document) };
      await vscode.debug.startDebugging(undefined, { ...configurationFor(document), ...chosen });
    }),
  ];
}

/** Without a launch.json the editor asks with an empty configuration: then it is about the program at the cursor. */
function resolve(given: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  const configuration = given as LaunchConfiguration;
  if (configuration.file !== undefined && given.type !== '') return given;
  const document = topoDocument(undefined);
  if (document === undefined) return undefined;
  const program = configuration.program ?? programAtCursor(document);
  return { ...configurationFor(document), ...given, type, request: 'launch', file: document.fsPath, program };
}

/** To be completed by the run that is meant. */
export function configurationFor(document: vscode.Uri): vscode.DebugConfiguration {
  return { type, request: 'launch', name: vscode.l10n.t('Step through the failing run'), file: document.fsPath };
}

/** The name of the program in which the cursor is, undefined outside of all. */
function programAtCursor(document: vscode.Uri): string | undefined {
  const editor = vscode.window.visibleTextEditors.find((one) => one.document.uri.toString() === document.toString());
  if (editor === undefined) return undefined;
  const cursor = editor.selection.active;
  for (let line = cursor.line; line >= 0; line--) {
    const start = /^\s*(program|scenario|host|iommu|device|domain|guest|template)\s+([\w-]+)/.exec(
      editor.document.lineAt(line).text,
    );
    if (start !== null) return start[1] === 'program' ? start[2] : undefined;
  }
  return undefined;
}

function sourceOf(server: TopologyServer, configuration: LaunchConfiguration): ReplaySource {
  const { t } = vscode.l10n;
  const file = configuration.file ?? '';
  return {
    file,
    load: () => load(server, vscode.Uri.file(file), configuration),
    words: {
      state: t('Memory, caches and pending operations'),
      run: t('Run'),
      start: t('before the first step'),
      next: t('next:'),
      done: t('a wrong value is read'),
      unknownWatch: t('Watch one of:'),
    },
  };
}

/** @throws an Error in the user's words where there is no failing run to step through. */
async function load(server: TopologyServer, uri: vscode.Uri, wanted: LaunchConfiguration): Promise<ExplainedRun> {
  const params = { textDocument: { uri: uri.toString() } };
  const answer = await server.request<RunDocument | null>('topology/runs', params);
  const runs = (answer?.runs ?? []).filter((run) => fits(run, wanted));
  const failing = runs.find(({ steps }) => steps.length > 0);
  if (failing !== undefined) return failing;
  const [first] = runs;
  throw new Error(
    first === undefined
      ? vscode.l10n.t(
          'There is no such program in this file. Put the cursor into a program, or name one in launch.json.',
        )
      : vscode.l10n.t('There is no failing run to step through. {0}', first.conclusion),
  );
}
