import fs from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { inRoot, out } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, unlessStamped } from './stamp.mjs';

const folder = path.join(out, 'browser');
const packed = 'node_modules/@sparticuz/chromium/bin';

/**
 * A headless browser: the one that CHROME_PATH names, or the one inside @sparticuz/chromium with the few shared
 * libraries that a system without a desktop lacks.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const installed = process.env['CHROME_PATH'];
  if (installed === undefined) await unpackBrowser();
  const own = { LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_FILE: fontsFile };
  return chromium.launch({
    executablePath: installed ?? path.join(folder, 'chromium'),
    env: installed === undefined ? { ...environment(), ...own } : environment(),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...[
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
        '--force-color-profile=srgb',
        '--hide-scrollbars',
      ],
    ],
  });
}

function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
}

function unpackBrowser() {
  return unlessStamped(path.join(folder, '.stamp'), hashOf(['package-lock.json']), async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    const inPackage = (/** @type {string} */ name) => brotliDecompressSync(fs.readFileSync(inRoot(packed, name)));
    fs.writeFileSync(path.join(folder, 'chromium'), inPackage('chromium.br'), { mode: 0o755 });
    // al2023: the libraries of the distribution that the package is made for. They have their own lib folder inside.
    for (const name of ['al2023.tar.br', 'fonts.tar.br']) {
      const archive = path.join(folder, name.replace('.br', ''));
      fs.writeFileSync(archive, inPackage(name));
      await run('tar', ['-xf', archive, '-C', folder]);
      fs.rmSync(archive);
    }
    fs.writeFileSync(fontsFile, fonts);
  });
}

const fontsFile = path.join(folder, 'fonts.conf');

/** The system's fonts, and the package's own for a system that has none: without any, a page has no text. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
