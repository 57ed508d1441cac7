import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, type HostTest, open } from './harness';

function reports(): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'topology-report');
}

function previewTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('markdown.preview'));
}

export const simulation: HostTest[] = [
  {
    name: 'Run Simulation shows the report of the open file as a rendered page beside it',
    run: async () => {
      await open('flip.topo');
      await vscode.commands.executeCommand('topology.runSimulation');
      const report = await eventually('a report', () => reports()[0]);
      assert.match(report.getText(), /flip/);
      assert.match(report.getText(), /stale/i);
      const tab = await eventually('a Markdown preview', () => previewTabs()[0]);
      assert.ok(tab.group.viewColumn > vscode.ViewColumn.One, 'beside the editor');
      await vscode.window.tabGroups.close(tab);
    },
  },
  {
    name: 'Run Simulation without a .topo file open gives no report',
    run: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('topology.runSimulation');
      assert.deepEqual(previewTabs(), []);
    },
  },
];
