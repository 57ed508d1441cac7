// Brings the documents up to the code: the picture of the floors, and the links to source files: `npm run floors`.
import { run } from './lib/run.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';

const writers = ['The_picture_of_the_floors', 'SourceLinkTests'].map((name) => `FullyQualifiedName~${name}`).join('|');
const drawing = ['test', 'tests/TopologyLang.Architecture.Tests', '--filter', writers];

await runMain(async () => {
  await checkTools();
  const draw = () => run('dotnet', drawing, { env: { TOPO_WRITE_DOCS: '1', DOTNET_NOLOGO: '1' } });
  await runSteps([{ title: 'drawing the floors', work: draw }]);
});
