/** What a report of a problem says of where it happened. */
export interface ProblemFacts {
  readonly extension: string;
  readonly server: string;
  readonly editor: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly log: readonly string[];
  /** The user's home folder, which is written as `~`: it often holds a name. */
  readonly home: string;
}

export function problemText(facts: ProblemFacts): string {
  const text = `# A problem with TopologyLang

<!-- Nothing of this was sent anywhere. Read it, take out what you do not want to share, and put it where you report the problem. -->

What I did:

What I expected:

What came instead:

## Versions

| | |
|---|---|
| TopologyLang | ${facts.extension} |
| server | ${facts.server} |
| VS Code | ${facts.editor} |
| system | ${facts.system} |

## Settings

\`\`\`json
${JSON.stringify(facts.settings, null, 2)}
\`\`\`

## The end of the log

\`\`\`text
${facts.log.join('\n')}
\`\`\`
`;
  return facts.home === '' ? text : text.replaceAll(facts.home, '~');
}
