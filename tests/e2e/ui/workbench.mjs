/// <reference lib="dom" />
import { addressOf, remoteUri } from '../../../scripts/lib/editor.mjs';

/** @typedef {import('playwright-core').Page} Page */

const patience = 30_000;

/**
 * The workbench in a browser, with one file of the workspace open.
 * @param {import('playwright-core').Browser | import('playwright-core').BrowserContext} browser
 * @param {import('../session/session.mjs').Session} session
 * @param {string} file
 * @returns {Promise<Page>}
 */
export async function openWorkbench(browser, { editor, workspace }, file) {
  const context = 'newContext' in browser ? await browser.newContext() : browser;
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  page.setDefaultTimeout(patience);
  await page.goto(addressOf(editor, workspace, [['openFile', remoteUri(editor, `${workspace}/${file}`)]]));
  await page.waitForSelector('.monaco-editor .view-line span[class*="mtk"]');
  return page;
}

/**
 * Runs a command by its title, as a user does from the keyboard.
 * @param {Page} page
 * @param {string} title
 */
export async function runCommand(page, title) {
  await startCommand(page, title);
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
}

/**
 * The same with a command that goes on to ask. A text that has just been opened may take the keyboard late, which closes the palette: then it
 * is opened again. What is typed goes into its input and nowhere else.
 * @param {Page} page
 * @param {string} title
 */
export async function startCommand(page, title) {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const row = page.locator(`.quick-input-list .monaco-list-row.focused[aria-label*="${title}"]`);
  const soon = { timeout: patience / 6 };
  const chosen = () =>
    input
      .fill(`>${title}`, soon)
      .then(() => row.waitFor(soon))
      .then(
        () => true,
        () => false,
      );
  await eventually(page, `the command ${title} in the palette`, async () => {
    if (!(await input.isVisible())) await page.keyboard.press('F1');
    return chosen();
  });
  await page.keyboard.press('Enter');
}

/**
 * Loads the window anew as its command does, which first writes down what is open.
 * @param {Page} page
 */
export async function reloadWindow(page) {
  // With a file to open in its address the workbench would open that and nothing else.
  await page.evaluate(() => {
    const address = new URL(location.href);
    address.searchParams.delete('payload');
    history.replaceState(null, '', address);
  });
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type('Developer: Reload Window');
  await page.waitForSelector('.quick-input-list .monaco-list-row.focused[aria-label*="Reload Window"]');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await page.waitForSelector('.monaco-editor .view-line span[class*="mtk"]');
}

/**
 * Opens another file of the workspace, from the keyboard.
 * @param {Page} page
 * @param {string} file
 */
export async function openFile(page, file) {
  await page.keyboard.press('Control+p');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(file);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: file.split('/').at(-1) ?? '' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
}

/**
 * The keyboard is at the text afterwards: until it is, a view beside it would get the keys.
 * @param {Page} page
 */
export async function focusEditor(page) {
  await runCommand(page, 'View: Focus First Editor Group');
  await page.waitForFunction(() => document.activeElement?.closest('.monaco-editor') != null);
}

/**
 * Puts the cursor where a key leads, pressing it until the status bar says so: the first keys after the keyboard came to the text may be lost.
 * @param {Page} page
 * @param {string} key
 * @param {number} line
 */
export async function pressUntilAt(page, key, line) {
  await eventually(page, `the cursor in line ${line}`, async () => {
    await page.keyboard.press(key);
    return (await selectedLine(page)) === line;
  });
}

/**
 * Puts a text of several lines in at the cursor. Key by key, an Enter would accept a completion on a machine slow enough to have
 * offered one by then.
 * @param {Page} page
 * @param {string} text
 */
export async function typeAtOnce(page, text) {
  await page.keyboard.insertText(text);
  const [firstLine = ''] = text.trim().split('\n');
  await page.locator('.monaco-editor .view-line', { hasText: firstLine }).waitFor();
}

/**
 * Takes back what was typed, so that the tests that follow have the file of the workspace.
 * @param {Page} page
 */
export async function revertFile(page) {
  await focusEditor(page);
  await runCommand(page, 'File: Revert File');
}

/**
 * Puts the cursor there.
 * @param {Page} page
 * @param {number} line
 * @param {number} column
 */
export async function goTo(page, line, column) {
  await page.keyboard.press('Control+g');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(`${line}:${column}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: `line ${line}` }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
}

/**
 * Waits until the page answers with something other than null, undefined or false.
 * @param {Page} page
 * @param {string} what
 * @param {() => Promise<unknown>} ask
 */
export async function eventually(page, what, ask) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (await ask()) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`After ${patience / 1000} s there is still not: ${what}`);
}

/**
 * The colours in which the editor shows a text: one for each place where it stands as a token of its own.
 * @param {Page} page
 * @param {string} text
 * @returns {Promise<string[]>}
 */
export async function coloursOf(page, text) {
  const tokens = page.locator('.monaco-editor .view-line span[class*="mtk"]');
  const colours = await tokens.evaluateAll(
    (spans, wanted) =>
      spans
        .filter((span) => span.textContent.replaceAll(' ', ' ').trim().startsWith(wanted))
        .map((span) => getComputedStyle(span).color),
    text,
  );
  return [...new Set(colours)];
}

/**
 * The document of the Markdown preview, which lies in a frame inside a frame.
 * @param {Page} page
 */
export function preview(page) {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('.markdown-body');
}

/**
 * The page of the extension's own view that is open, which lies in a frame inside a frame.
 * @param {Page} page
 */
export function page(page) {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('#page');
}

/**
 * The line of the cursor, as the status bar says it.
 * @param {Page} page
 */
export async function selectedLine(page) {
  const text = (await page.locator('[id="status.editor.selection"]').textContent()) ?? '';
  return Number(/Ln (\d+)/.exec(text)?.[1] ?? 0);
}
