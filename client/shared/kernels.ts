import type { Reason } from './graph';

/** The answer to `topology/kernels`: see KernelReport of the server for what each part means. */
export interface KernelReport {
  readonly hosts: readonly { readonly name: string; readonly kernel: string; readonly simulatedAs: string }[];
  readonly kernels: readonly string[];
  readonly changes: readonly KernelChange[];
}

export interface KernelChange {
  readonly kernel: string;
  readonly scenario: string | null;
  readonly kind: string;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly why: Reason | null;
}

/** What the extension tells the comparison of kernels, and the other way round. */
export type ToKernels =
  { readonly type: 'report'; readonly report: KernelReport } | { readonly type: 'notice'; readonly text: string };

export interface FromKernels {
  readonly type: 'ready';
}
