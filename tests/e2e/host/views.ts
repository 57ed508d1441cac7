import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, type HostTest, open, openNew, workspaceFile } from './harness';

const views = [
  { command: 'topology.showDiagram', type: 'topology.diagram', label: 'Diagram of flip.topo' },
  { command: 'topology.showRun', type: 'topology.runs', label: 'Runs of flip.topo' },
  { command: 'topology.showMatrix', type: 'topology.matrix', label: 'Coherence matrix of flip.topo' },
  { command: 'topology.compareKernels', type: 'topology.kernels', label: 'Kernels of flip.topo' },
];

function tabs(type: string): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(type));
}

const arguments_: { what: string; of: (uri: string) => readonly unknown[] }[] = [
  { what: 'a code lens', of: (uri) => [{ uri, kind: 'program', name: 'flip' }] },
  { what: 'a link', of: (uri) => [uri, { program: 'flip', scenario: null, run: 0 }] },
];

export const viewTests: HostTest[] = [
  ...views.map(({ command, type, label }) => ({
    name: `${command} opens one view beside the file, however often it is used`,
    run: async () => {
      await open('flip.topo');
      await vscode.commands.executeCommand(command);
      const tab = await eventually('the view', () => tabs(type)[0]);
      await vscode.commands.executeCommand(command, workspaceFile('flip.topo'));
      assert.equal(tab.label, label);
      assert.equal(tabs(type).length, 1);
      assert.ok(tab.group.viewColumn > vscode.ViewColumn.One, 'beside the editor');
      await vscode.window.tabGroups.close(tab);
    },
  })),
  ...arguments_.map(({ what, of }) => ({
    name: `topology.showRun takes the argument of ${what}`,
    run: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('topology.showRun', ...of(workspaceFile('flip.topo').toString()));
      await vscode.window.tabGroups.close(await eventually('the view', () => tabs('topology.runs')[0]));
    },
  })),
  {
    name: 'a view goes along with a file that is renamed',
    run: async () => {
      const document = await openNew('before.topo', 'host h { cpus = 2 }\n');
      await vscode.commands.executeCommand('topology.showDiagram');
      await eventually('the view', () => tabs('topology.diagram')[0]);
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(document.uri, workspaceFile('after.topo'));
      assert.ok(await vscode.workspace.applyEdit(edit));
      const moved = await eventually('the view of the new name', () =>
        tabs('topology.diagram').find(({ label }) => label === 'Diagram of after.topo'),
      );
      await eventually('the end of the old one', () => (tabs('topology.diagram').length === 1 ? true : undefined));
      await vscode.window.tabGroups.close(moved);
    },
  },
  {
    name: 'Export Diagram without a diagram exports nothing, and says what to do',
    run: async () => {
      for (const format of ['Svg', 'Png']) await vscode.commands.executeCommand(`topology.exportDiagram${format}`);
      assert.deepEqual(tabs('topology.diagram'), []);
    },
  },
];
