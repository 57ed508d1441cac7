/// <reference lib="dom" />
import fs from 'node:fs';

/** @typedef {{ width: number, height: number, light: number[] }} Shrunk A picture's own size, and the light of a small copy's pixels, 0 to 255. */

/**
 * A small copy of a picture, in which fonts and the smoothing of edges make no difference.
 * @param {import('playwright-core').Page} page Any: its canvas does the work.
 * @param {string} file
 * @returns {Promise<Shrunk>}
 */
export function shrunk(page, file) {
  const data = `data:image/png;base64,${fs.readFileSync(file).toString('base64')}`;
  return page.evaluate(async (source) => {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const { naturalWidth: width, naturalHeight: height } = picture;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [128, 80];
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser draws nothing');
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data: bytes } = context.getImageData(0, 0, canvas.width, canvas.height);
    const at = (/** @type {number} */ index) => bytes[index] ?? 0;
    const light = Array.from(
      { length: bytes.length / 4 },
      (_, pixel) => 0.3 * at(4 * pixel) + 0.59 * at(4 * pixel + 1) + 0.11 * at(4 * pixel + 2),
    );
    return { width, height, light };
  }, data);
}

/** A pixel has changed where its light has by more than this. */
const tolerance = 24;

/**
 * The share of a small copy's pixels that have changed, 0 to 1.
 * @param {Shrunk} one
 * @param {Shrunk} other
 */
export function changed(one, other) {
  const differing = one.light.filter((light, index) => Math.abs(light - (other.light[index] ?? 0)) > tolerance);
  return differing.length / one.light.length;
}

/**
 * True where hardly anything is to be seen on it.
 * @param {Shrunk} picture
 */
export function isBlank({ light }) {
  const [ground] = [...light].sort((a, b) => a - b).slice(light.length / 2);
  return light.filter((one) => Math.abs(one - (ground ?? 0)) > tolerance).length < 0.02 * light.length;
}
