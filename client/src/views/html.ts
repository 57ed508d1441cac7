import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A page of the extension's own: which script and style it loads, and the words that its script shows. */
export interface Page {
  /** The name of its files in dist/webview. */
  readonly name: string;
  readonly title: string;
  readonly words: Readonly<Record<string, string>>;
}

/**
 * The page's document. Nothing is loaded from elsewhere: scripts by nonce, styles from the extension, pictures that the page makes
 * itself. What comes from a workspace reaches the page as data, never as markup.
 */
export function htmlOf(webview: vscode.Webview, extension: vscode.Uri, document: vscode.Uri, page: Page): string {
  const nonce = randomBytes(16).toString('hex');
  const fileUri = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    'img-src blob: data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="document" content="${escaped(document.toString())}">
<meta name="words" content="${escaped(JSON.stringify(page.words))}">
<title>${escaped(page.title)}</title>
<link rel="stylesheet" href="${fileUri(`${page.name}.css`)}">
</head>
<body>
<main id="page"></main>
<script nonce="${nonce}" src="${fileUri(`${page.name}.js`)}"></script>
</body>
</html>`;
}

/** Text as an attribute's value or an element's content. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
