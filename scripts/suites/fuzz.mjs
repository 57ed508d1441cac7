import { indent } from '../lib/checks.mjs';
import { capture } from '../lib/run.mjs';

export const name = 'random inputs, with a fixed seed';

const arguments_ = ['run', '--project', 'tests/TopologyLang.Fuzz', '--', '--seconds', '20', '--seed', '1'];

/** A few seconds of what `dotnet run -c Release --project tests/TopologyLang.Fuzz -- --minutes 60` does for long. */
export async function run() {
  const { code, output } = await capture('dotnet', arguments_, {
    env: { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' },
  });
  const results = [...output.matchAll(/^(ok {2}|FAIL) (\w+: .*)$/gm)];
  for (const [line] of results) console.log(`   ${line}`);
  const passed = results.filter(([, outcome]) => outcome === 'ok  ').length;
  const failed = results.length - passed;
  if (failed > 0 || results.length === 0 || code !== 0) console.log(indent(output.trim()));
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: 0 };
}
