import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { findings, type HostTest, noFindings, openNew, replace, workspaceFile } from './harness';

export const editing: HostTest[] = [
  {
    name: 'Format Document lays a file out anew, and a second time changes nothing',
    run: async () => {
      const document = await openNew('untidy.topo', 'host   h   {\narch=arm64\n      cpus   =   2\n}\n');
      await vscode.commands.executeCommand('editor.action.formatDocument');
      const formatted = document.getText();
      assert.match(formatted, /^host h \{\n {2}arch {1,2}= arm64\n {2}cpus {1,2}= 2\n\}\n$/);
      await vscode.commands.executeCommand('editor.action.formatDocument');
      assert.equal(document.getText(), formatted);
      await document.save();
    },
  },
  {
    name: 'a file that was never saved has findings too',
    run: async () => {
      const document = await vscode.workspace.openTextDocument({ language: 'topo', content: 'host h { cpu = 2 }\n' });
      await vscode.window.showTextDocument(document);
      await findings(document, 'TOPO2');
      await replace(document, 'cpu', 'cpus');
      await noFindings(document, 'TOPO2');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    },
  },
  {
    name: 'an imported file that appears and disappears on disk changes the findings of the file that imports it',
    run: async () => {
      const part = workspaceFile('part.topo').fsPath;
      const document = await openNew('whole.topo', 'import "part.topo"\niommu main on lab { model = intel_vtd }\n');
      await findings(document, 'TOPO2');
      fs.writeFileSync(part, 'host lab { cpus = 2 }\n');
      await noFindings(document, 'TOPO2');
      fs.rmSync(part);
      await findings(document, 'TOPO2');
    },
  },
];
