// Measures the product beside others: `npm run benchmark`, or only parts of it: `npm run benchmark -- servers parsers checker fleet`.
// It prints tables in Markdown, with the machine and its load: a figure of a busy machine says little.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { candidatesOf, home } from './benchmark/candidates.mjs';
import { measure, rows } from './benchmark/measure.mjs';
import { parseSpeeds } from './benchmark/parsers.mjs';
import { table } from './benchmark/table.mjs';
import { installPackages, publishServer, serverPath } from './lib/build.mjs';
import { inRoot } from './lib/paths.mjs';
import { npm, run } from './lib/run.mjs';
import { hashOf, unlessStamped } from './lib/stamp.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools, UserError } from './lib/tools.mjs';

const benchmarks = 'tests/TopologyLang.Benchmarks';

const sizes = [100, 1_000, 10_000];

/** @type {Record<string, () => unknown>} */
const parts = { servers, parsers, checker: () => ours('checker'), fleet: () => ours('fleet', serverPath) };

await runMain(async () => {
  await checkTools();
  const chosen = chosenParts();
  await runSteps([
    { title: 'installing the packages', work: installPackages },
    { title: 'building the server', work: publishServer },
    { title: 'building the benchmarks', work: buildBenchmarks },
    { title: 'installing the other language servers', work: installRivals },
    { title: 'writing the texts', work: writeTexts },
  ]);
  console.log(`\n${machine()}\n`);
  for (const part of chosen) {
    console.log(`## ${part}\n`);
    await parts[part]?.();
    console.log(`\nLoad after it: ${load()}\n`);
  }
});

function chosenParts() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((part) => !(part in parts));
  if (unknown.length > 0)
    throw new UserError(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
  return wanted.length > 0 ? wanted : Object.keys(parts);
}

function machine() {
  const cpus = os.cpus();
  const memory = `${(os.totalmem() / 1024 ** 3).toFixed(1)} GiB`;
  const versions = `${os.type()} ${os.release()}, Node ${process.versions.node}`;
  return `${new Date().toISOString().slice(0, 16)}Z, ${cpus.length} x ${cpus[0]?.model ?? 'unknown CPU'}, ${memory}, ${versions}; load ${load()}`;
}

/** Of the last 1, 5 and 15 minutes. */
function load() {
  const loads = os.loadavg().map((value) => value.toFixed(2));
  return loads.join(', ');
}

/** The servers that it compares with: packages of the benchmark alone, never of the product. */
function installRivals() {
  return unlessStamped(path.join(home, '.stamp'), hashOf(['scripts/benchmark/package-lock.json']), async () => {
    fs.rmSync(home, { recursive: true, force: true });
    fs.mkdirSync(home, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) {
      fs.copyFileSync(inRoot('scripts', 'benchmark', name), path.join(home, name));
    }
    await npm(['ci', '--ignore-scripts', '--no-audit'], { cwd: home });
  });
}

function buildBenchmarks() {
  return run('dotnet', ['build', benchmarks, '-c', 'Release', '-v', 'quiet', '-nologo']);
}

/** @param {...string} arguments_ */
function inBenchmarks(...arguments_) {
  return run('dotnet', ['run', '--no-build', '-c', 'Release', '--project', benchmarks, '--', ...arguments_]);
}

/** @param {number} declarations */
function ownFile(declarations) {
  return path.join(home, `${declarations}.topo`);
}

async function writeTexts() {
  for (const size of sizes) fs.writeFileSync(ownFile(size), await inBenchmarks('text', String(size)));
}

async function servers() {
  for (const size of sizes) {
    const text = fs.readFileSync(ownFile(size), 'utf8');
    /** @type {{ head: string, cells: string[] }[]} */
    const columns = [];
    for (const candidate of candidatesOf(size, text)) {
      console.error(`measuring ${candidate.name}, ${size} declarations`);
      const lines = candidate.text.split('\n').length - 1;
      columns.push({
        head: `${candidate.name} (${lines.toLocaleString('en')} lines)`,
        cells: await measure(candidate),
      });
    }
    const head = [`${size.toLocaleString('en')} declarations`, ...columns.map((column) => column.head)];
    console.log(
      `${table(
        head,
        rows.map((row, index) => [row, ...columns.map(({ cells }) => cells[index] ?? '')]),
      )}\n`,
    );
  }
}

async function parsers() {
  const largest = Math.max(...sizes);
  const files = candidatesOf(largest, fs.readFileSync(ownFile(largest), 'utf8')).map(({ file }) => file);
  const own = (await inBenchmarks('parse', ownFile(largest))).trim();
  const others = parseSpeeds((name) => files.find((file) => path.basename(file) === name) ?? '');
  console.log(
    table([`parser, ${largest.toLocaleString('en')} declarations`, 'MB/s, one thread'], [['topo', own], ...others]),
  );
}

/** @param {...string} arguments_ */
async function ours(...arguments_) {
  console.log((await inBenchmarks(...arguments_)).trimEnd());
}
