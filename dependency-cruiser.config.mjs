// Which file may import which: `npm test -- checks` holds it, for types as for values. No file is excepted.
// The server's side of the same rule is ArrowTests.

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle-of-files',
      comment:
        'Files that import each other cannot be read one after the other. What both need goes into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circle-of-folders',
      comment: 'Two folders that import each other are one. What both need goes into a folder below them.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-up-to-the-parent',
      comment: 'A folder uses the folders in it. What those share lies in a folder beside them, not in the parent.',
      severity: 'error',
      from: { path: '^(.+)/[^/]+/[^/]+$' },
      to: { path: '^$1/[^/]+$' },
    },
    {
      name: 'messages-on-the-ground',
      comment: 'client/shared says what extension and pages send each other. It knows neither.',
      severity: 'error',
      from: { path: '^client/shared/' },
      to: { path: '^(client|scripts|tests)/', pathNot: '^client/shared/' },
    },
    {
      name: 'pages-know-no-extension',
      comment: 'A page runs in a browser frame; it knows its messages (client/shared) and its own kind.',
      severity: 'error',
      from: { path: '^client/webview/' },
      to: { path: '^(client|scripts|tests)/', pathNot: '^client/(webview|shared)/' },
    },
    {
      name: 'pages-know-no-other-page',
      severity: 'error',
      comment: 'What two pages share lies in client/webview/shared.',
      from: { path: '^client/webview/([^/]+)/' },
      to: { path: '^client/webview/', pathNot: '^client/webview/($1|shared)/' },
    },
    {
      name: 'extension-knows-no-pages',
      comment: 'The extension runs in Node.js; a page is a bundle of its own.',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { path: '^(client|scripts|tests)/', pathNot: '^client/(src|shared)/' },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      comment: 'Tests and scripts stand above everything that is shipped.',
      from: { path: '^client/(src|webview|shared)/' },
      to: { path: '^(client/test|tests|scripts)/' },
    },
    {
      name: 'scripts-share-below',
      severity: 'error',
      comment: 'scripts/lib is what all scripts share. It knows none of them, nor a test.',
      from: { path: '^scripts/lib/' },
      to: { path: '^(client|scripts|tests)/', pathNot: '^scripts/lib/' },
    },
    {
      name: 'resolved',
      severity: 'error',
      comment: 'An import that leads nowhere known could hide an arrow.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'require', 'default'] },
    metrics: true,
  },
};
