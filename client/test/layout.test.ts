import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GraphEdge, type GraphNode, nodeAt, type NodeKind, type TopologyGraph } from '../shared/graph';
import { curve } from '../webview/diagram/curve';
import { type Box, layOut, layOutFor } from '../webview/diagram/layout';

const where = { file: '/a.topo', line: 1, column: 1, endLine: 1, endColumn: 2 };

function node(kind: NodeKind, name: string, line = 1): GraphNode {
  const declaration = { ...where, line, endLine: line + 1 };
  return {
    id: `${kind} ${name}`,
    kind,
    name,
    host: 'desk',
    lines: ['a line'],
    box: null,
    status: 'stale',
    where,
    declaration,
    why: [],
  };
}

function edge(from: string, to: string): GraphEdge {
  return { from, to, kind: 'dma', label: '✗ stale', status: 'stale', devices: ['igpu'] };
}

const graph: TopologyGraph = {
  scenario: null,
  hosts: [{ name: 'desk', label: 'desk: x86_64, Linux 6.8', where }],
  nodes: [node('device', 'igpu', 1), node('iommu', 'gfx', 3), node('domain', 'space', 5), node('guest', 'win', 7)],
  edges: [edge('device igpu', 'iommu gfx'), edge('iommu gfx', 'domain space'), edge('domain space', 'guest win')],
};

test('the way of a request runs from left to right inside its host', async () => {
  const drawing = await layOut(graph);

  const [host] = drawing.hosts;
  const lefts = drawing.nodes.map(({ box }) => box.x);
  assert.deepEqual(
    lefts,
    [...lefts].sort((a, b) => a - b),
  );
  assert.equal(drawing.nodes.length, 4);
  assert.ok(host !== undefined && drawing.nodes.every(({ box }) => box.x > host.box.x && box.y > host.box.y));
});

test('every line starts and ends at its nodes', async () => {
  const drawing = await layOut(graph);

  for (const { edge: line, points, label } of drawing.edges) {
    const [from, to] = [line.from, line.to].map((id) => drawing.nodes.find((one) => one.node.id === id)?.box);
    assert.ok(from !== undefined && to !== undefined);
    assert.ok(Math.abs((points[0]?.x ?? 0) - from.x - from.width) < 1, `${line.from} at its right side`);
    assert.ok(Math.abs((points.at(-1)?.x ?? 0) - to.x) < 1, `${line.to} at its left side`);
    assert.ok(label !== undefined);
  }
});

test('the cursor belongs to the node whose declaration it is in', () => {
  assert.equal(nodeAt(graph, '/a.topo', 4)?.name, 'gfx');
  assert.equal(nodeAt(graph, '/a.topo', 9), undefined);
  assert.equal(nodeAt(graph, '/other.topo', 4), undefined);
});

test('three bends are a curve, what is left over is straight', () => {
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((x) => ({ x, y: 0 }));
  assert.ok(a && b && c && d && e);
  assert.equal(curve([a, b, c, d, e]), 'M0.0 0.0C1.0 0.0 2.0 0.0 3.0 0.0L4.0 0.0');
});

test('in a narrow pane the way of a request runs down, in a wide one across', async () => {
  const isAcross = async (width: number, height: number) => {
    const drawing = await layOutFor(graph, { width, height });
    return drawing.width > drawing.height;
  };
  assert.deepEqual([await isAcross(1400, 500), await isAcross(400, 700)], [true, false]);
});

test('a host is as wide as its title', async () => {
  const hosts = [{ name: 'desk', label: 'a host with a very long name: x86_64, Linux 6.8, and more words', where }];
  const drawing = await layOut({ ...graph, hosts, nodes: graph.nodes.slice(0, 1), edges: [] }, 'DOWN');
  assert.ok((drawing.hosts[0]?.box.width ?? 0) > 400);
});

/** Two devices, one for a guest and one in its default domain: most real machines have such a part. */
const twoWays: TopologyGraph = {
  ...graph,
  nodes: [
    ...[node('device', 'gpu'), node('device', 'codec'), node('iommu', 'first'), node('iommu', 'second')],
    ...[node('domain', 'space'), node('guest', 'vm'), node('memory', 'desk')],
  ],
  edges: [
    ...[edge('device gpu', 'iommu first'), edge('iommu first', 'domain space'), edge('domain space', 'guest vm')],
    ...[edge('device codec', 'iommu second'), edge('iommu second', 'memory desk')],
  ],
};

for (const direction of ['RIGHT', 'DOWN'] as const) {
  test(`several devices with different ways are drawn ${direction}, all of them and apart`, async () => {
    const { nodes, edges } = await layOut(twoWays, direction);
    assert.deepEqual([nodes.length, edges.length], [7, 5]);
    assert.ok(areApart(nodes.map(({ box }) => box)));
  });
}

test('devices that go the same way stand in one frame with one line, each a node of its own', async () => {
  const devices = Array.from({ length: 200 }, (_, index) => ({
    ...node('device', `d${index}`),
    status: 'none' as const,
  }));
  const other = { ...node('device', 'other'), status: 'stale' as const };
  const edges = [...devices, other].map(({ id, status }) => ({ ...edge(id, 'iommu gfx'), status, devices: [id] }));
  const large = { ...graph, nodes: [...devices, other, node('iommu', 'gfx')], edges };

  const { nodes, bundles, edges: lines, width, height } = await layOut(large);

  assert.deepEqual([nodes.length, bundles.length, lines.length], [202, 1, 2]);
  assert.ok(areApart(nodes.map(({ box }) => box)));
  assert.ok(Math.max(width / height, height / width) < 3, `${width} by ${height}`);
  assert.deepEqual(lines.map((line) => line.edge.devices.length).sort(), [1, 200]);
});

test('several hosts are packed into the shape of the pane', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const large = {
    ...graph,
    hosts: names.map((name) => ({ name, label: name, where })),
    nodes: names.map((host) => ({ ...node('device', `of-${host}`), host })),
    edges: [],
  };
  const shape = async (width: number, height: number) => {
    const drawing = await layOut(large, 'RIGHT', { width, height });
    assert.ok(areApart(drawing.hosts.map(({ box }) => box)));
    return drawing.width > drawing.height;
  };
  assert.deepEqual([await shape(1600, 200), await shape(200, 1600)], [true, false]);
});

function areApart(boxes: readonly Box[]): boolean {
  return boxes.every((a, index) =>
    boxes
      .slice(index + 1)
      .every((b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y),
  );
}
