/** The editor's side of the page. */
export const host = acquireVsCodeApi();

// With this the extension shows the page's document again after the window was loaded anew: PageState.
host.setState({ document: meta('document') });

/** The words that the extension gave to the page, in the user's language. */
const words = JSON.parse(meta('words')) as Readonly<Record<string, string>>;

/** A word of the page; `{0}` in it is replaced. */
export function word(key: string, ...values: readonly string[]): string {
  return (words[key] ?? key).replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
}

/** Calls with every message of the extension. */
export function onMessage(handle: (message: never) => void): void {
  window.addEventListener('message', (event: MessageEvent) => {
    handle(event.data as never);
  });
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}
