import type { SourceRange } from './graph';

/** The answer to `topology/tests`: see FileTest of the server for what each part means. */
export interface FileTest {
  readonly id: string;
  readonly kind: 'expectation' | 'program';
  readonly label: string;
  readonly where: SourceRange;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'errored';
  readonly message: string;
  readonly program: string | null;
  readonly scenario: string | null;
  readonly run: number;
}
