using System.Collections.Immutable;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>
/// What would make the answer about a device a better one. Each change is simulated; one that does not help is not
/// named.
/// </summary>
internal sealed class Changes(Trials trials)
{
    private sealed record Change(string Text, Func<Host, Host> OfHost, DomainApi Api = DomainApi.VfioType1);

    private static readonly ImmutableArray<Change> Settings =
    [
        new("use iommufd instead of a VFIO container", host => host, DomainApi.Iommufd),
        new(
            "load VFIO with allow_unsafe_interrupts=1 (the guest can then send any interrupt to the host)",
            host => host with { AllowUnsafeInterrupts = true }
        ),
        new(
            "host policy vfio_forces_no_snoop_off (experimental: not in any released Linux)",
            host => host with { VfioForcesNoSnoopOff = true }
        ),
        new("host policy vfio_flush (experimental: not in any released Linux)", host => host with { VfioFlush = true }),
    ];

    public ImmutableArray<string> For(Host host, Device device, Suitability now)
    {
        if (now == Suitability.Safe)
        {
            return [];
        }

        var settings = Settings
            .Select(change => (change.Text, After: Try(device, change.OfHost, change.Api)))
            .Where(tried => Better(tried.After, now))
            .Select(tried => $"{tried.Text}: {SuitabilityWords.Of(tried.After)}");
        return [.. settings, .. NewerKernel(host, device, now)];
    }

    private IEnumerable<string> NewerKernel(Host host, Device device, Suitability now)
    {
        foreach (var version in VersionSwitches.Versions.Where(version => version > host.Kernel))
        {
            var after = Try(device, one => one.Under(version), DomainApi.VfioType1);
            if (Better(after, now))
            {
                yield return $"Linux {version} or newer: {SuitabilityWords.Of(after)}";
                yield break;
            }
        }
    }

    private Suitability Try(Device device, Func<Host, Host> change, DomainApi api) =>
        trials.Of(device, api, change).Suitability;

    /// <summary>An answer that is not known is no improvement.</summary>
    private static bool Better(Suitability after, Suitability now) => after < now && after != Suitability.Unknown;
}
