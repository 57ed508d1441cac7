// Makes the extension's packages, out/vsix/*.vsix: `npm run package`.
import { bundleClient, installPackages } from './lib/build.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';
import { packageFor, packageNames, vsixOf } from './lib/vsix.mjs';

await runMain(async () => {
  await checkTools();
  await runSteps([
    { title: 'installing the packages', work: installPackages },
    { title: 'bundling the extension', work: bundleClient },
    ...packageNames.map((name) => ({ title: `packing for ${name}`, work: () => packageFor(name) })),
  ]);
  console.log(`\nInstall one of them with: code --install-extension FILE\n\n${packageNames.map(vsixOf).join('\n')}`);
});
