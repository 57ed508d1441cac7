import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  eventually,
  extension,
  findings,
  type HostTest,
  noFindings,
  open,
  replace,
  revert,
  serverProcess,
} from './harness';

export const recovery: HostTest[] = [
  {
    name: 'a server that is killed is started again, and its findings come back',
    run: async () => {
      const document = await open('flip.topo');
      await findings(document, 'TOPO4');
      const killed = await serverProcess();
      process.kill(killed, 'SIGKILL');
      assert.notEqual(await serverProcess(killed), killed);
      await replace(document, 'dma read fb no_snoop', 'cpu 0 fence');
      await noFindings(document, 'TOPO4');
      await vscode.commands.executeCommand('undo');
      await findings(document, 'TOPO4');
      await revert();
    },
  },
  {
    name: 'a server that is killed in the middle of work comes back, and the work is done in the end',
    run: async () => {
      const document = await open('flip.topo');
      const killed = await serverProcess();
      const simulation = vscode.commands.executeCommand('topology.runSimulation');
      await replace(document, 'snoop_control = no', 'snoop_control = yes');
      process.kill(killed, 'SIGKILL');
      await simulation;
      assert.notEqual(await serverProcess(killed), killed);
      await noFindings(document, 'TOPO4');
      await vscode.commands.executeCommand('undo');
      await findings(document, 'TOPO4');
      await revert();
      await vscode.commands.executeCommand('notifications.clearAll');
    },
  },
  {
    name: 'Restart Server leaves one other server, and the first one is gone',
    run: async () => {
      const document = await open('flip.topo');
      const before = await serverProcess();
      await vscode.commands.executeCommand('topology.restartServer');
      const after = await serverProcess(before);
      assert.throws(() => process.kill(before, 0), `process ${before} has ended, ${after} serves`);
      await findings(document, 'TOPO4');
    },
  },
  {
    name: 'a server path that leads nowhere leaves no server, and taking it back brings one',
    run: async () => {
      const document = await open('flip.topo');
      const settings = vscode.workspace.getConfiguration('topology');
      await settings.update('server.path', '/nowhere/topo', vscode.ConfigurationTarget.Global);
      await eventually('no server', () => extension().exports.serverProcessId() === undefined || undefined);
      await settings.update('server.path', undefined, vscode.ConfigurationTarget.Global);
      await serverProcess();
      await findings(document, 'TOPO4');
    },
  },
];
