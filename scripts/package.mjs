// Makes the extension's package for this machine's system, out/vsix/topology-lang.vsix: `npm run package`.
import { bundleClient, installPackages, publishServer } from './lib/build.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';
import { packageExtension, vsixPath } from './lib/vsix.mjs';

await runMain(async () => {
  await checkTools();
  await runSteps([
    { title: 'installing the packages', work: installPackages },
    { title: 'building the server', work: publishServer },
    { title: 'bundling the extension', work: bundleClient },
    { title: 'packing the extension', work: packageExtension },
  ]);
  console.log(`\nInstall it with: code --install-extension ${vsixPath}`);
});
