// Draws the floors of the server's folders anew, in docs/architecture.md: `npm run floors`.
import { run } from './lib/run.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';

const drawing = ['test', 'tests/TopologyLang.Architecture.Tests', '--filter', 'The_picture_of_the_floors_shows_the_code'];

await runMain(async () => {
  await checkTools();
  const draw = () => run('dotnet', drawing, { env: { TOPO_WRITE_DOCS: '1', DOTNET_NOLOGO: '1' } });
  await runSteps([{ title: 'drawing the floors', work: draw }]);
});
