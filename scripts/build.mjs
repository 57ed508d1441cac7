// Builds the extension and its server into dist and out/server: `npm run build`.
import { bundleClient, installPackages, publishServer } from './lib/build.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';

await runMain(async () => {
  await checkTools();
  await runSteps([
    { title: 'installing the packages', work: installPackages },
    { title: 'building the server', work: publishServer },
    { title: 'bundling the extension', work: bundleClient },
  ]);
});
