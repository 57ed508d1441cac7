import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

/** Stands in for topo: it refuses a file in which "bad" stands. */
const topo = `#!/bin/sh
shift
for file in "$@"; do
  case "$file" in -*) continue;; esac
  if grep -q bad "$file"; then echo "refused: $file"; exit 1; fi
done
`;

/** @param {(git: (...args: string[]) => { status: number | null, output: string }, folder: string) => void} use */
function inRepository(use) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'topo-hook-'));
  try {
    fs.mkdirSync(path.join(folder, 'work'));
    fs.writeFileSync(path.join(folder, 'topo'), topo, { mode: 0o755 });
    const work = path.join(folder, 'work');
    const own = { TOPO: path.join(folder, 'topo'), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    const git = (/** @type {string[]} */ ...args) => {
      const settings = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
      const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], {
        cwd: work,
        encoding: 'utf8',
        env: { ...process.env, ...own },
      });
      return { status, output: stdout + stderr };
    };
    git('init', '-q');
    fs.copyFileSync(path.join('scripts', 'hooks', 'pre-commit'), path.join(work, '.git', 'hooks', 'pre-commit'));
    fs.chmodSync(path.join(work, '.git', 'hooks', 'pre-commit'), 0o755);
    use(git, work);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const skip =
  process.platform === 'win32' || spawnSync('git', ['--version']).status !== 0 ? 'needs git and a POSIX shell' : false;

test('the hook refuses a commit that topo refuses, and lets others through', { skip }, () => {
  inRepository((git, work) => {
    fs.writeFileSync(path.join(work, 'a b.topo'), 'good');
    git('add', '.');
    assert.equal(git('commit', '-m', 'good').status, 0);

    fs.writeFileSync(path.join(work, 'c.topo'), 'bad');
    git('add', '.');
    const refused = git('commit', '-m', 'bad');
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, /refused: c\.topo/);
  });
});

test('the hook looks at what is committed, not at what lies in the folder', { skip }, () => {
  inRepository((git, work) => {
    fs.writeFileSync(path.join(work, 'a.topo'), 'good');
    git('add', '.');
    fs.writeFileSync(path.join(work, 'a.topo'), 'bad');
    assert.equal(git('commit', '-m', 'good').status, 0);
  });
});
