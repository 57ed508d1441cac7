import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { hasRuntime, locateServer } from '../src/server/serverPath';

const inside = (name: string) => path.join('/extension', 'out', 'server', name);

const cases = [
  { setting: '', platform: 'linux', files: ['topo', 'topo.dll'], command: inside('topo'), origin: 'inside' },
  { setting: '   ', platform: 'darwin', files: ['topo'], command: inside('topo'), origin: 'inside' },
  { setting: '', platform: 'win32', files: ['topo.exe', 'topo.dll'], command: inside('topo.exe'), origin: 'inside' },
  { setting: '', platform: 'linux', files: ['topo.dll'], command: 'dotnet', origin: 'runtime' },
  { setting: '', platform: 'linux', files: [], command: inside('topo'), origin: 'inside' },
  { setting: ' /opt/topo ', platform: 'linux', files: ['topo'], command: '/opt/topo', origin: 'setting' },
] as const;

for (const { setting, platform, files, command, origin } of cases) {
  test(`the setting "${setting}" on ${platform} with ${files.join(' and ') || 'nothing'} inside means ${command}`, () => {
    const there: readonly string[] = files.map(inside);
    const located = locateServer(setting, '/extension', platform, (file) => there.includes(file));
    assert.deepEqual([located.command, located.origin], [command, origin]);
  });
}

const listings = [
  { listing: 'Microsoft.NETCore.App 10.0.4 [/usr/share/dotnet/shared/Microsoft.NETCore.App]\n', serves: true },
  { listing: 'Microsoft.AspNetCore.App 10.0.4 [/x]\nMicrosoft.NETCore.App 8.0.1 [/x]\n', serves: false },
  { listing: 'Microsoft.NETCore.App 100.0.1 [/x]\n', serves: false },
  { listing: '', serves: false },
];

for (const { listing, serves } of listings) {
  test(`the runtimes "${listing.replaceAll('\n', ' ')}" ${serves ? 'serve' : 'do not serve'}`, () => {
    assert.equal(hasRuntime(listing), serves);
  });
}
