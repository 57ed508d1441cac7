import { indent } from '../lib/checks.mjs';
import { capture } from '../lib/run.mjs';

export const name = 'random inputs, a short soak and killed servers, with fixed seeds';

/** A few seconds of what docs/reliability.md describes for long. */
const runs = [
  ['--seconds', '20', '--seed', '1'],
  ['soak', '--edits', '1000', '--files', '20', '--seed', '1'],
  ['kill', '--kinds', '4', '--seed', '1'],
];

export async function run() {
  let passed = 0;
  let failed = 0;
  for (const words of runs) {
    const { code, output } = await capture('dotnet', ['run', '--project', 'tests/TopologyLang.Fuzz', '--', ...words], {
      env: { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' },
    });
    const results = [...output.matchAll(/^(ok {2}|FAIL) (\w+: .*)$/gm)];
    for (const [line] of results) console.log(`   ${line}`);
    const fine = results.filter(([, outcome]) => outcome === 'ok  ').length;
    if (fine < results.length || results.length === 0 || code !== 0) console.log(indent(output.trim()));
    passed += fine;
    failed += fine === results.length && (code !== 0 || results.length === 0) ? 1 : results.length - fine;
  }
  return { passed, failed, skipped: 0 };
}
