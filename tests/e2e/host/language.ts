import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, type HostTest, open, openNew, positionOf, revert, workspaceFile } from './harness';

/** Asks what the editor asks when a person uses the feature. */
function ask<Answer>(command: string, ...args: unknown[]): Thenable<Answer> {
  return vscode.commands.executeCommand<Answer>(command, ...args);
}

async function flip(): Promise<{ document: vscode.TextDocument; uri: vscode.Uri }> {
  const document = await open('flip.topo');
  return { document, uri: document.uri };
}

/** A place inside the first occurrence of a text. */
function inside(document: vscode.TextDocument, text: string): vscode.Position {
  return positionOf(document, text).translate(0, 1);
}

const wholeFile = new vscode.Range(0, 0, 1000, 0);

/** Each feature of the language server once, through the editor. */
export const language: HostTest[] = [
  {
    name: 'completion proposes the properties that are missing, and their values',
    run: async () => {
      const document = await openNew('completion.topo', 'host h {\n  \n  arch = \n}\n');
      const labelsAt = async (line: number, character: number) => {
        const place = new vscode.Position(line, character);
        const list = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, place);
        return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      };
      assert.ok((await labelsAt(1, 2)).includes('kernel'));
      assert.ok((await labelsAt(2, 9)).includes('arm64'));
    },
  },
  {
    name: 'signature help shows the forms of a statement',
    run: async () => {
      const { document, uri } = await flip();
      const place = positionOf(document, 'cpu 0 write').translate(0, 6);
      const help = await ask<vscode.SignatureHelp>('vscode.executeSignatureHelpProvider', uri, place);
      assert.match(help.signatures.map(({ label }) => label).join('\n'), /write/);
    },
  },
  {
    name: 'definition, references and highlight lead to the places of a name',
    run: async () => {
      const { document, uri } = await flip();
      const use = inside(document, 'gfx {');
      const definitions = await ask<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        uri,
        use,
      );
      const [first] = definitions;
      const range =
        first !== undefined && 'targetRange' in first
          ? (first.targetSelectionRange ?? first.targetRange)
          : first?.range;
      assert.equal(range?.start.line, positionOf(document, 'iommu gfx').line);
      const references = await ask<vscode.Location[]>('vscode.executeReferenceProvider', uri, use);
      assert.equal(references.length, 2);
      const highlights = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', uri, use);
      assert.equal(highlights.length, 2);
    },
  },
  {
    name: 'rename changes every place of a name and refuses one that is taken',
    run: async () => {
      const { document, uri } = await flip();
      const place = inside(document, 'gpu_space on');
      const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, place, 'container');
      assert.equal(edit.get(uri).length, 2);
      await assert.rejects(Promise.resolve(ask('vscode.executeDocumentRenameProvider', uri, place, 'no name')));
    },
  },
  {
    name: 'outline, folding and selection follow the declarations',
    run: async () => {
      const { document, uri } = await flip();
      const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
      assert.ok(symbols.some(({ name }) => name === 'flip'));
      const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
      assert.ok(folds.some(({ start }) => start === positionOf(document, 'program flip').line));
      const at = [inside(document, 'write fb')];
      const [selection] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', uri, at);
      assert.ok(selection?.parent?.range.contains(selection.range));
    },
  },
  {
    name: 'Go to Symbol in Workspace finds declarations of files that are not open',
    run: async () => {
      const found = await eventually('a symbol of an example', async () => {
        const symbols = await ask<vscode.SymbolInformation[]>(
          'vscode.executeWorkspaceSymbolProvider',
          'flip_without_wbinvd',
        );
        return symbols.length > 0 ? symbols : undefined;
      });
      assert.match(found[0]?.location.uri.path ?? '', /igpu-without-snoop-control\.topo$/);
    },
  },
  {
    name: 'semantic tokens, links and inlay hints are there',
    run: async () => {
      const { uri } = await flip();
      const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', uri);
      assert.ok(tokens.data.length > 0);
      const hints = await eventually('inlay hints', async () => {
        const shown = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, wholeFile);
        return shown.length > 0 ? shown : undefined;
      });
      assert.ok(hints.length > 0);
      const importing = await openNew('linked.topo', 'import "flip.topo"\n');
      const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', importing.uri);
      assert.equal(links[0]?.target?.fsPath, workspaceFile('flip.topo').fsPath);
    },
  },
  {
    name: 'lenses above a program run it and say its verdict, and lead to the run viewer',
    run: async () => {
      const { document, uri } = await flip();
      const line = positionOf(document, 'program flip').line;
      const lenses = await eventually('the verdict in a lens', async () => {
        const all = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
        const here = all.filter(({ range }) => range.start.line === line);
        return here.some(({ command }) => command?.title.includes('stale')) ? here : undefined;
      });
      const run = lenses.find(({ command }) => command?.command === 'topology.showRun');
      await ask('topology.showRun', ...((run?.command?.arguments ?? []) as unknown[]));
      const tab = await eventually('the run viewer', () =>
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Runs of flip.topo'),
      );
      await vscode.window.tabGroups.close(tab);
    },
  },
  {
    name: 'a checked remedy is a quick fix: applied, it takes the finding away',
    run: async () => {
      const { document, uri } = await flip();
      const range = new vscode.Range(inside(document, 'dma read fb'), inside(document, 'dma read fb'));
      const action = await eventually('a checked remedy', async () => {
        const actions = await ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, 'quickfix');
        return actions.find(({ title }) => title.includes('checked'));
      });
      assert.ok(action.edit);
      assert.ok(await vscode.workspace.applyEdit(action.edit));
      await eventually('a program without a finding', () =>
        vscode.languages.getDiagnostics(uri).every(({ severity }) => severity > vscode.DiagnosticSeverity.Warning)
          ? true
          : undefined,
      );
      await revert();
    },
  },
  {
    name: 'the call hierarchy says what reaches a guest',
    run: async () => {
      const { document, uri } = await flip();
      const place = inside(document, 'win on');
      const [item] = await ask<vscode.CallHierarchyItem[]>('vscode.prepareCallHierarchy', uri, place);
      assert.ok(item);
      const incoming = await ask<vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
      assert.ok(incoming.length > 0);
    },
  },
];
