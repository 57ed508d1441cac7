import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually, type HostTest, opened, openNew, positionOf, runTopo, workspaceFile } from './harness';

const x86 = 'machines/vtd-sc0@7.2.12';
const arm = 'machines/arm-smmuv3-dt@6.12.107';

/** Each source that a file or folder is given to, with what its text says of the machine. */
const sources: { source: string; given: () => vscode.Uri; says: RegExp }[] = [
  { source: 'machine', given: () => workspaceFile(x86), says: /model += intel_vtd[^]*device nvme_01_00_0/ },
  { source: 'machine', given: () => archiveOf(x86), says: /model += intel_vtd[^]*device nvme_01_00_0/ },
  { source: 'lspci', given: () => workspaceFile(`${x86}/pci/lspci-vvv.txt`), says: /device [^]*no_snoop/ },
  { source: 'dmesg', given: () => workspaceFile(`${x86}/dmesg.txt`), says: /iommu [^]*intel_vtd/ },
  { source: 'acpidump', given: () => workspaceFile(`${x86}/acpi/DMAR`), says: /iommu [^]*intel_vtd/ },
  { source: 'devicetree', given: () => workspaceFile(`${arm}/fdt.dtb`), says: /iommu [^]*arm_smmu_v3/ },
];

function archiveOf(folder: string): vscode.Uri {
  const archive = workspaceFile('machine.tar.gz');
  const { fsPath } = workspaceFile(folder);
  execFileSync('tar', ['-czf', archive.fsPath, '-C', path.dirname(fsPath), path.basename(fsPath)]);
  return archive;
}

const close = () => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

export const imports: HostTest[] = [
  ...sources.map(({ source, given, says }, index) => ({
    name: `Import makes a text without errors, which is not saved anywhere, by "topo import ${source}" (${index + 1})`,
    run: async () => {
      await vscode.commands.executeCommand('topology.import', source, given());
      const document = await opened('topo');
      const text = document.getText();
      await close();
      assert.match(text, says);
      // As a file, so that the findings are those of the whole text: with a mistake at its end that shows that it was looked at.
      const name = `imported-${index}.topo`;
      const saved = await openNew(name, `${text}\nexpect nobody-of-this-name coherent\n`);
      const errors = await eventually('findings', () => {
        const all = vscode.languages.getDiagnostics(saved.uri);
        const wrong = all.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
        return wrong.length > 0 ? wrong : undefined;
      });
      assert.deepEqual(
        errors.map(({ range }) => range.start.line),
        [positionOf(saved, 'expect nobody').line],
        errors.map(({ message }) => message).join('\n'),
      );
      await close();
      fs.rmSync(saved.uri.fsPath);
    },
  })),
  {
    name: 'Import of this machine makes the text that "topo import sysfs" prints, or says why there is none',
    run: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const { code, output } = await runTopo('import', 'sysfs');
      await vscode.commands.executeCommand('topology.import', 'sysfs');
      if (code === 0) assert.equal((await opened('topo')).getText(), output);
      else assert.equal(vscode.window.activeTextEditor, undefined);
      await close();
    },
  },
  {
    name: 'Import of a file that is no kernel log opens nothing',
    run: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('topology.import', 'dmesg', workspaceFile('flip.topo'));
      assert.equal(vscode.window.activeTextEditor, undefined);
    },
  },
];
