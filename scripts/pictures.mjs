// Takes the README's pictures anew, docs/pictures/*.png: `npm run pictures`.
import fs from 'node:fs';
import { takePictures } from '../tests/e2e/ui/pictures.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { bundleClient, installPackages } from './lib/build.mjs';
import { installEditor } from './lib/editor.mjs';
import { inRoot } from './lib/paths.mjs';
import { runMain, runSteps } from './lib/steps.mjs';
import { checkTools } from './lib/tools.mjs';
import { packageExtension } from './lib/vsix.mjs';

await runMain(async () => {
  await checkTools();
  await runSteps([
    { title: 'installing the packages', work: installPackages },
    { title: 'bundling the extension', work: bundleClient },
    { title: 'packing the extension', work: packageExtension },
    { title: 'installing VS Code', work: installEditor },
  ]);
  const folder = inRoot('docs', 'pictures');
  fs.mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    await takePictures(browser, folder);
  } finally {
    await browser.close();
  }
});
