import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { locateServer } from '../src/serverPath';

const inside = (name: string) => path.join('/extension', 'out', 'server', name);

const cases = [
  { setting: '', platform: 'linux', path: inside('topo'), fromSetting: false },
  { setting: '   ', platform: 'darwin', path: inside('topo'), fromSetting: false },
  { setting: '', platform: 'win32', path: inside('topo.exe'), fromSetting: false },
  { setting: ' /opt/topo ', platform: 'linux', path: '/opt/topo', fromSetting: true },
] as const;

for (const { setting, platform, ...expected } of cases) {
  test(`the setting "${setting}" on ${platform} means ${expected.path}`, () => {
    assert.deepEqual(locateServer(setting, '/extension', platform), expected);
  });
}
