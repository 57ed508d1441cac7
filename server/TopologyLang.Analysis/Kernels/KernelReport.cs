using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>A comparison as JSON has it; the command line and the language server give the same.</summary>
/// <param name="Version">Of this form.</param>
/// <param name="Kernels">The versions that were compared, in ascending order.</param>
/// <param name="Branches">The same versions by what each follows.</param>
/// <param name="Answers">Every answer under every version.</param>
public sealed record KernelReport(
    int Version,
    string File,
    ImmutableArray<KernelReportHost> Hosts,
    ImmutableArray<string> Kernels,
    ImmutableArray<KernelReportBranch> Branches,
    ImmutableArray<KernelReportChange> Changes,
    ImmutableArray<KernelReportAnswer> Answers
)
{
    public static KernelReport Of(FileAnalysis analysis, KernelComparison comparison) =>
        new(
            1,
            analysis.Path,
            [
                .. analysis.System.Topology.Hosts.Select(host => new KernelReportHost(
                    host.Name,
                    KernelWords.Name(host),
                    KernelVersions.SimulatedAs(host.Kernel).ToString()
                )),
            ],
            [.. comparison.Versions.Select(version => version.ToString())],
            [
                .. comparison.Branches.Select(branch => new KernelReportBranch(
                    branch.Name,
                    [.. branch.Versions.Select(version => version.ToString())]
                )),
            ],
            [.. comparison.Changes.Select(Change)],
            [
                .. comparison.Answers.Select(row => new KernelReportAnswer(
                    row.Scenario,
                    KernelWording.Of(row.Kind),
                    row.Subject,
                    row.Values
                )),
            ]
        );

    private static KernelReportChange Change(KernelChange change) =>
        new(
            change.Version.ToString(),
            change.Scenario,
            KernelWording.Of(change.Kind),
            change.Subject,
            change.Before,
            change.After,
            change.Why is { } why
                ? new KernelReportReason(why.Text, why.Source, why.Since?.ToString(), why.Uncertain)
                : null,
            KernelBranch.NameOf(change.Version),
            [
                .. change.Fixes.Select(fix => new KernelReportFix(
                    fix.Name,
                    fix.Commit,
                    fix.Subject,
                    [.. fix.Stable.Append(fix.Mainline).Select(version => version.ToString())]
                )),
            ]
        );
}

public sealed record KernelReportHost(string Name, string Kernel, string SimulatedAs);

/// <param name="Kernel">The first version with the new answer.</param>
/// <param name="Kind"><c>operation</c>, <c>box</c>, <c>enforced</c>, <c>wbinvd</c>, <c>guestPat</c> or
/// <c>verdict</c>.</param>
public sealed record KernelReportChange(
    string Kernel,
    string? Scenario,
    string Kind,
    string Subject,
    string? Before,
    string? After,
    KernelReportReason? Why,
    string Branch,
    ImmutableArray<KernelReportFix> Fixes
);

/// <param name="Name"><c>mainline</c>, or the updates of a release: <c>6.12.y</c>.</param>
public sealed record KernelReportBranch(string Name, ImmutableArray<string> Kernels);

/// <param name="Name">Its anchor in docs/kernel-versions.md.</param>
/// <param name="Versions">The first ones with it: of each branch that has it, and of mainline.</param>
public sealed record KernelReportFix(string Name, string? Commit, string Subject, ImmutableArray<string> Versions);

/// <param name="Values">One for each of the report's kernels; null where there is nothing of the kind.</param>
public sealed record KernelReportAnswer(string? Scenario, string Kind, string Subject, ImmutableArray<string?> Values);

/// <param name="Since">The kernel version from which it holds; null where it is not a matter of the version.</param>
public sealed record KernelReportReason(string Text, string? Source, string? Since, bool Uncertain);
