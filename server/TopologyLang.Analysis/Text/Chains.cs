using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>
/// The chain of reasons of a run: from the device's bit over the IOMMU and the domain to KVM, then how the CPUs see the
/// buffers.
/// </summary>
public static class Chains
{
    public static ImmutableArray<Reason> Of(ProgramPath path) =>
        [
            .. path
                .Devices.SelectMany(device => device.Chain)
                .Concat(path.Cpu.Chain)
                .Concat(path.Buffers.SelectMany(buffer => buffer.Chain))
                .Distinct(),
        ];

    /// <summary>One line: the sentence, then where it is from and since when it holds.</summary>
    public static string Line(Reason reason)
    {
        var since = FixText.Since(reason);
        var uncertain = reason.Uncertain ? "; uncertain" : "";
        return reason.Source is null ? reason.Text : $"{reason.Text} [{reason.Source}{since}{uncertain}]";
    }
}
