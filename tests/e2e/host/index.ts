import fs from 'node:fs';
import path from 'node:path';
import { activation } from './activation';
import { badFiles } from './badFiles';
import { debugging } from './debugging';
import { diagnostics } from './diagnostics';
import { editing } from './editing';
import { examples } from './examples';
import { serverProcess } from './harness';
import { hover } from './hover';
import { imports } from './imports';
import { language } from './language';
import { recovery } from './recovery';
import { simulation } from './simulation';
import { texts } from './texts';
import { viewTests } from './views';

/** The extension is activated by the first test, so that one has to come first. */
const tests = [
  ...[...activation, ...diagnostics, ...hover, ...editing, ...language, ...simulation],
  ...[...examples, ...viewTests, ...debugging, ...texts, ...imports, ...badFiles, ...recovery],
];

/** To try some alone: those whose names hold this text, after the first. */
const only = process.env['TOPO_E2E_ONLY'];
const chosen = only === undefined ? tests : tests.filter(({ name }, index) => index === 0 || name.includes(only));

/** Where the runner outside reads how each test went: a line of JSON each. */
const results = path.join(__dirname, 'results.jsonl');

/** Where it reads which server served last: that one has to end with the editor. */
const lastServer = path.join(__dirname, 'server.pid');

/** VS Code calls this inside the extension host; it ends with exit code 1 when this throws. */
export async function run(): Promise<void> {
  let failed = 0;
  for (const test of chosen) {
    const begin = Date.now();
    let error: string | undefined;
    try {
      await test.run();
    } catch (thrown) {
      failed++;
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    }
    const line = JSON.stringify({ name: test.name, milliseconds: Date.now() - begin, error });
    fs.appendFileSync(results, `${line}\n`);
  }
  fs.writeFileSync(lastServer, String(await serverProcess()));
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
