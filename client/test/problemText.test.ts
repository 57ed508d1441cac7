import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogOutputChannel } from 'vscode';
import { withTail } from '../src/problem/logTail';
import { problemText } from '../src/problem/problemText';

test('a report of a problem names versions, settings and the log, and not the home folder', () => {
  const text = problemText({
    extension: '0.1.0',
    server: '1.2.3',
    editor: '1.100.0',
    system: 'Linux 6.8 x64',
    settings: { 'topology.server.path': '/home/somebody/topo' },
    log: ['info Server: /home/somebody/topo lsp'],
    home: '/home/somebody',
  });

  for (const part of [
    '0.1.0',
    '1.2.3',
    '1.100.0',
    'Linux 6.8 x64',
    '"topology.server.path": "~/topo"',
    'Server: ~/topo',
  ])
    assert.ok(text.includes(part), part);
  assert.doesNotMatch(text, /somebody/);
});

test('a log keeps its last lines and still writes all of them', () => {
  const written: string[] = [];
  const channel = { name: 'a log', info: (line: string) => written.push(line) };
  const { log, tail } = withTail(channel as unknown as LogOutputChannel);

  for (let line = 0; line < 300; line++) log.info(`line ${line}`);

  assert.equal(log.name, 'a log');
  assert.equal(written.length, 300);
  assert.equal(tail().length, 200);
  assert.match(tail().at(-1) ?? '', /info line 299$/);
});
