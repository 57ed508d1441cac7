using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>A comparison as JSON has it; the command line and the language server give the same.</summary>
/// <param name="Version">Of this form.</param>
/// <param name="Kernels">The versions that were compared, in ascending order.</param>
public sealed record KernelReport(
    int Version,
    string File,
    ImmutableArray<KernelReportHost> Hosts,
    ImmutableArray<string> Kernels,
    ImmutableArray<KernelReportChange> Changes
)
{
    public static KernelReport Of(FileAnalysis analysis, KernelComparison comparison) =>
        new(
            1,
            analysis.Path,
            [
                .. analysis.System.Topology.Hosts.Select(host => new KernelReportHost(
                    host.Name,
                    host.Kernel.ToString(),
                    KernelVersions.SimulatedAs(host.Kernel).ToString()
                )),
            ],
            [.. comparison.Versions.Select(version => version.ToString())],
            [.. comparison.Changes.Select(Change)]
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
                : null
        );
}

public sealed record KernelReportHost(string Name, string Kernel, string SimulatedAs);

/// <param name="Kernel">The first version with the new answer.</param>
/// <param name="Kind"><c>operation</c>, <c>box</c>, <c>enforced</c>, <c>wbinvd</c>, <c>guestPat</c> or <c>verdict</c>.</param>
public sealed record KernelReportChange(
    string Kernel,
    string? Scenario,
    string Kind,
    string Subject,
    string? Before,
    string? After,
    KernelReportReason? Why
);

/// <param name="Since">The kernel version from which it holds; null where it is not a matter of the version.</param>
public sealed record KernelReportReason(string Text, string? Source, string? Since, bool Uncertain);
