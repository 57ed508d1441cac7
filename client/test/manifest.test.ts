import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { clientSources as sources, read } from './sources';

const root = process.cwd();

interface Manifest {
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly languages: readonly { readonly configuration: string; readonly icon: Record<string, string> }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly image?: string; readonly markdown?: string } }[];
    }[];
    readonly configuration: {
      readonly properties: Record<string, { readonly default: unknown; readonly scope?: string }>;
    };
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;

test('every file that the manifest names is there', () => {
  const { languages, grammars, snippets, walkthroughs } = manifest.contributes;
  const named = [
    manifest.icon,
    ...languages.flatMap((language) => [language.configuration, ...Object.values(language.icon)]),
    ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.image ?? media.markdown ?? '')),
    ...[...grammars, ...snippets].map((contribution) => contribution.path),
  ];
  assert.deepEqual(
    named.filter((file) => !fs.existsSync(path.join(root, file))),
    [],
  );
});

test('every command of the manifest is registered', () => {
  const registered = sources.flatMap((source) =>
    [...source.matchAll(/registerCommand\('([\w.]+)'/g)].map(([, id]) => id),
  );
  assert.deepEqual(registered.sort(), manifest.contributes.commands.map(({ command }) => command).sort());
});

test('every setting that the client reads is declared', () => {
  const read = sources.flatMap((source) =>
    [...source.matchAll(/get<\w+>\('([\w.]+)'/g)].map(([, key]) => `topology.${key}`),
  );
  const declared = Object.keys(manifest.contributes.configuration.properties);
  assert.ok(read.length > 0);
  assert.deepEqual(
    read.filter((key) => !declared.includes(key)),
    [],
  );
});

test('docs/vscode.md has a row for every setting, with its default', () => {
  const text = read('docs/vscode.md');
  const rows = [...text.matchAll(/^\| `(topology\.[\w.]+)` +\|.*\| ([^|]*) \|$/gm)].map(([, name, value]) => [
    name,
    value?.trim(),
  ]);
  const declared = Object.entries(manifest.contributes.configuration.properties);
  const shown = (value: unknown) =>
    value === '' ? 'the one in the extension' : typeof value === 'string' ? `\`${value}\`` : String(value);
  assert.deepEqual(
    rows,
    declared.map(([name, { default: value }]) => [name, shown(value)]),
  );
});

test('no setting of a workspace names a program, and none that takes the machine counts before it is trusted', () => {
  const { properties } = manifest.contributes.configuration;
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(properties['topology.server.path']?.scope, 'machine');
  assert.deepEqual(
    Object.keys(properties).filter(
      (name) => /\.(server|checker)\./.test(name) && !restrictedConfigurations.includes(name),
    ),
    [],
  );
});

test('a program is started by its whole path, and a file name cannot be an option', () => {
  const started = sources.filter((source) => /execFile\(|ProcessExecution\(/.test(source));
  assert.equal(started.length, 2);
  assert.deepEqual(
    sources.filter((source) => /(execFile|spawn|ProcessExecution|runProgram)\('/.test(source)),
    [],
  );
  assert.equal(sources.filter((source) => source.includes("'check', ...limit, '--', ...files")).length, 1);
  assert.equal(sources.filter((source) => source.includes("['--', ...given]")).length, 1);
});
