/**
 * The texts for the other language servers: as many declarations as the .topo file has, and as many lines, in which every fourth
 * declaration has four lines and the others three. Each declaration has a value that one more letter makes wrong.
 * @param {number} count
 * @param {(index: number, long: boolean) => string[]} declaration Its lines.
 * @returns {string[]}
 */
const lines = (count, declaration) =>
  Array.from({ length: count }, (_, index) => declaration(index, index % 4 === 0)).flat();

/** @param {number} count */
export const yaml = (count) =>
  `${lines(count, (index, long) => [
    `device${index}:`,
    '  bus: pcie',
    ...(long ? ['  coherent: true'] : []),
    '  no_snoop: used',
  ]).join('\n')}\n`;

/** @param {number} count */
export const json = (count) =>
  `{\n${lines(count, (index, long) => [
    `  "device${index}": {`,
    ...(long
      ? ['    "bus": "pcie",', '    "coherent": true, "no_snoop": "used"']
      : ['    "bus": "pcie", "no_snoop": "used"']),
    index === count - 1 ? '  }' : '  },',
  ]).join('\n')}\n}\n`;

/** @param {number} count */
export const python = (count) =>
  `${lines(count, (index, long) => [
    `def device${index}(size: int) -> int:`,
    ...(long ? ['    assert size > 0'] : []),
    `    used = ${index === 0 ? 'size' : `device${index - 1}(size)`}`,
    '    return used',
  ]).join('\n')}\n`;

/** What a declaration of the YAML and JSON texts may hold, so that their servers have something to check, show and propose. */
export const schema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['bus', 'no_snoop'],
    additionalProperties: false,
    properties: {
      bus: { enum: ['pcie', 'platform'], description: 'How it is attached.' },
      coherent: { type: 'boolean', description: 'Whether its DMA is coherent.' },
      no_snoop: {
        enum: ['hardwired_zero', 'disabled', 'enabled', 'used'],
        description: 'Enable No Snoop in Device Control.',
      },
    },
  },
};
