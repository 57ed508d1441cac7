import assert from 'node:assert/strict';
import { eventually, extension, type HostTest, open, serverProcess } from './harness';

export const activation: HostTest[] = [
  {
    name: 'opening a .topo file activates the installed package and starts the server',
    run: async () => {
      const document = await open('clean.topo');
      assert.equal(document.languageId, 'topo');
      await eventually('an active extension', () => extension().isActive || undefined);
      assert.ok((await serverProcess()) > 0);
    },
  },
];
