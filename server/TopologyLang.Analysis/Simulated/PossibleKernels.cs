using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>One choice of a kernel for each host whose own is not known exactly.</summary>
/// <param name="Topology">With these kernels.</param>
/// <param name="Kernels">The choice, in the order of the hosts that have one.</param>
internal sealed record KernelChoice(SystemTopology Topology, ImmutableArray<Candidate> Kernels)
{
    public string Words => string.Join(" and ", Kernels.Select(kernel => kernel.ToString()));
}

/// <summary>
/// The kernels that a topology's hosts may have. There is one choice where every host names one that is known.
/// </summary>
internal static class PossibleKernels
{
    /// <summary>More would be slow; then all that is about such hosts is unknown.</summary>
    private const int MostChoices = 256;

    /// <summary>
    /// The first choice is the hosts' kernels as their names have them; null where there are too many.
    /// </summary>
    public static ImmutableArray<KernelChoice>? Of(SystemTopology topology)
    {
        var open = topology
            .Hosts.Select(host => (Host: host, Kernels: Candidates.Of(host)))
            .Where(one => one.Kernels.Length > 1)
            .ToList();
        var count = open.Aggregate(1L, (product, one) => Math.Min(product * one.Kernels.Length, MostChoices + 1));
        if (count > MostChoices)
        {
            return null;
        }

        ImmutableArray<KernelChoice> choices = [new KernelChoice(topology, [])];
        foreach (var (host, kernels) in open)
        {
            choices = [.. choices.SelectMany(choice => kernels.Select(kernel => With(choice, host.Name, kernel)))];
        }

        return choices;
    }

    /// <summary>The hosts whose kernel is not known exactly, and why.</summary>
    public static string Why(SystemTopology topology) =>
        string.Join("; ", topology.Hosts.Where(host => Candidates.Of(host).Length > 1).Select(Candidates.Why));

    private static KernelChoice With(KernelChoice choice, string host, Candidate kernel) =>
        new(
            choice.Topology with
            {
                Hosts =
                [
                    .. choice.Topology.Hosts.Select(one =>
                        one.Name == host ? one with { Kernel = kernel.Kernel } : one
                    ),
                ],
            },
            choice.Kernels.Add(kernel)
        );
}
