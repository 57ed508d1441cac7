import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { runChecks } from '../../../scripts/lib/checks.mjs';
import { inRoot, out } from '../../../scripts/lib/paths.mjs';
import { changed, isBlank, shrunk } from './comparison.mjs';
import { pictureNames, takePictures } from './pictures.mjs';

/**
 * Of a picture's pixels. The same view differs by 0.00 to 0.03, with a line more above by 0.08, another view by 0.06 to 0.2: so it also has
 * to be nearer to its own picture than to any other.
 */
const mostChanged = 0.15;

const documented = inRoot('docs', 'pictures');

/**
 * Takes the README's pictures anew, into out/shots/pictures, and holds them loosely against those in docs/pictures.
 * @param {import('playwright-core').Browser} browser
 */
export async function runPictures(browser) {
  const folder = path.join(out, 'shots', 'pictures');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  const load = (/** @type {string} */ where) =>
    Promise.all(pictureNames.map((name) => shrunk(page, path.join(where, `${name}.png`))));
  try {
    return await runChecks([
      { name: "the README's pictures can be taken", work: () => takePictures(browser, folder) },
      {
        name: 'no picture of docs/pictures is left over, and none is missing',
        work: () => {
          const there = fs.readdirSync(documented).map((file) => path.basename(file, '.png'));
          assert.deepEqual(there.sort(), [...pictureNames].sort());
          return Promise.resolve();
        },
      },
      ...pictureNames.map((name, index) => ({
        name: `the editor shows what the picture ${name} shows`,
        work: async () => {
          const now = await shrunk(page, path.join(folder, `${name}.png`));
          const all = await load(documented);
          const shares = all.map((one) => changed(now, one));
          const share = shares[index] ?? 1;
          const words = `${(100 * share).toFixed(0)} % of it have changed; see out/shots/pictures/${name}.png, "npm run pictures" takes all anew`;
          assert.ok(!isBlank(now), 'it is blank');
          assert.deepEqual([now.width, now.height], [all[index]?.width, all[index]?.height], 'its size');
          assert.ok(share <= mostChanged, words);
          assert.equal(shares.indexOf(Math.min(...shares)), index, `it looks more like another picture: ${words}`);
        },
      })),
    ]);
  } finally {
    await page.close();
  }
}
