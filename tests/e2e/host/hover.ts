import assert from 'node:assert/strict';
import { eventually, hoverText, type HostTest, open, positionOf } from './harness';

export const hover: HostTest[] = [
  {
    name: 'the hover on a DMA step that needs it says "wbinvd required here", with the path and the run',
    run: async () => {
      const document = await open('flip.topo');
      const position = positionOf(document, 'dma read fb').translate(0, 1);
      const text = await eventually('the verdict in the hover', async () => {
        const shown = await hoverText(document, position);
        return shown.includes('wbinvd required here') ? shown : undefined;
      });
      const path = ['Enable No Snoop of igpu', 'snoop control', 'KVM'];
      const shortestRun = ['cpu0: write fb', 'igpu: dma read fb'];
      for (const part of [...path, ...shortestRun]) assert.ok(text.includes(part), `${part}: ${text}`);
    },
  },
];
