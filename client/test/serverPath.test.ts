import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { hasRuntime, locateDotnet, locateServer } from '../src/server/serverPath';

const inside = (name: string) => path.join('/extension', 'out', 'server', name);

const cases = [
  { setting: '', platform: 'linux', files: ['topo', 'topo.dll'], command: inside('topo'), origin: 'inside' },
  { setting: '   ', platform: 'darwin', files: ['topo'], command: inside('topo'), origin: 'inside' },
  { setting: '', platform: 'win32', files: ['topo.exe', 'topo.dll'], command: inside('topo.exe'), origin: 'inside' },
  { setting: '', platform: 'linux', files: ['topo.dll'], command: '/usr/share/dotnet/dotnet', origin: 'runtime' },
  { setting: '', platform: 'linux', files: [], command: inside('topo'), origin: 'inside' },
  { setting: ' /opt/topo ', platform: 'linux', files: ['topo'], command: '/opt/topo', origin: 'setting' },
] as const;

for (const { setting, platform, files, command, origin } of cases) {
  test(`the setting "${setting}" on ${platform} with ${files.join(' and ') || 'nothing'} inside means ${command}`, () => {
    const there: readonly string[] = [...files.map(inside), '/usr/share/dotnet/dotnet'];
    const system = { platform, environment: {}, exists: (file: string) => there.includes(file) };
    const located = locateServer(setting, '/extension', system);
    assert.deepEqual([located.command, located.origin, located.cwd], [command, origin, '/extension']);
  });
}

const dotnets = [
  { platform: 'linux', PATH: '/a:/b', there: ['/b/dotnet'], found: '/b/dotnet' },
  { platform: 'linux', PATH: '', there: ['/usr/lib/dotnet/dotnet'], found: '/usr/lib/dotnet/dotnet' },
  { platform: 'linux', PATH: ':.:bin', there: ['dotnet', './dotnet', 'bin/dotnet'], found: '' },
  { platform: 'win32', PATH: '.;C:\\net', there: ['dotnet.exe', 'C:\\net\\dotnet.exe'], found: 'C:\\net\\dotnet.exe' },
  {
    platform: 'win32',
    PATH: '',
    there: ['dotnet.exe', 'C:\\Program Files\\dotnet\\dotnet.exe'],
    found: 'C:\\Program Files\\dotnet\\dotnet.exe',
  },
  { platform: 'win32', PATH: '.;;bin', there: ['dotnet.exe', '.\\dotnet.exe', 'bin\\dotnet.exe'], found: '' },
] as const;

for (const { platform, PATH, there, found } of dotnets) {
  test(`with the path "${PATH}" on ${platform} .NET is run as "${found}"`, () => {
    const files: readonly string[] = there;
    const exists = (file: string) => files.includes(file);
    assert.equal(locateDotnet({ platform, environment: { Path: PATH }, exists }), found);
  });
}

test('DOTNET_ROOT alone decides where it is set', () => {
  const environment = { PATH: '/bin', DOTNET_ROOT: '/opt/net' };
  const located = (there: string) => locateDotnet({ platform: 'linux', environment, exists: (file) => file === there });
  assert.equal(located('/opt/net/dotnet'), '/opt/net/dotnet');
  assert.equal(located('/bin/dotnet'), '');
});

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
