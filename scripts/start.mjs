// Shows the product: `npm start`. With nothing but Node.js and the .NET SDK on the machine it fetches and builds what
// it needs, checks the examples, and opens them in VS Code. `npm start -- --no-open` stops before the last step.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bundleClient, installPackages, publishServer, serverPath } from './lib/build.mjs';
import { addressOf, installEditor, remoteUri, startEditor } from './lib/editor.mjs';
import { inRoot, out, root } from './lib/paths.mjs';
import { capture } from './lib/run.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';
import { packageExtension, vsixOf } from './lib/vsix.mjs';

const examples = inRoot('examples');

/** The case that the README shows. */
const firstExample = 'igpu-without-snoop-control.topo';

/** On Windows the editor's command is a script, which only a shell can start. */
const inShell = process.platform === 'win32';

await runMain(async () => {
  await checkTools();
  const open = !process.argv.includes('--no-open');
  const desktop = hasDesktopEditor();
  const build = [
    { title: 'installing the packages', work: installPackages },
    { title: 'building the server', work: publishServer },
    { title: 'bundling the extension', work: bundleClient },
  ];
  const editor = [
    { title: 'packing the extension', work: packageExtension },
    { title: 'installing VS Code', work: installEditor },
  ];
  await runSteps(open && !desktop ? [...build, ...editor] : build);
  await checkExamples();
  if (!open) return;
  if (desktop) await openDesktopEditor();
  else await serveEditor();
});

async function checkExamples() {
  const files = exampleFiles();
  if (files.length === 0) return;
  console.log(`\ntopo check examples/*.topo`);
  const { code, output } = await capture(serverPath, ['check', ...files.map((file) => path.relative(root, file))]);
  // Where all is well hundreds of lines say so; the last one is their sum.
  console.log(code === 0 ? output.trimEnd().split('\n').at(-1) : output);
  console.log(`\nThe command is ${path.relative(root, serverPath)}. To have it as topo:\n\n  ${ontoPath()}\n`);
  console.log('README.md has a tour of ten minutes.');
}

function ontoPath() {
  const folder = path.dirname(serverPath);
  return inShell ? `set PATH=${folder};%PATH%` : `export PATH="${folder}:$PATH"`;
}

function exampleFiles() {
  if (!fs.existsSync(examples)) return [];
  const names = fs.readdirSync(examples).filter((name) => name.endsWith('.topo'));
  return names.sort().map((name) => path.join(examples, name));
}

/** The shell command that VS Code installs. */
function hasDesktopEditor() {
  const names = inShell ? ['code.cmd', 'code.exe'] : ['code'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => names.some((name) => fs.existsSync(path.join(folder, name))));
}

async function openDesktopEditor() {
  console.log('Opening the examples in VS Code.');
  const quote = (/** @type {string} */ text) => (inShell ? `"${text}"` : text);
  const editor = spawn('code', [`--extensionDevelopmentPath=${root}`, examples].map(quote), {
    shell: inShell,
    stdio: 'inherit',
  });
  await new Promise((resolve) => editor.once('close', resolve));
}

/** Serves VS Code to the browser until Ctrl+C. */
async function serveEditor() {
  const editor = await startEditor(path.join(out, 'vscode-data'), vsixOf('universal'));
  const wishes = [/** @type {[string, string]} */ (['openFile', remoteUri(editor, path.join(examples, firstExample))])];
  console.log(`\nOpen this address in a browser:\n\n  ${addressOf(editor, examples, wishes)}\n\nCtrl+C ends it.`);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await editor.stop();
}
