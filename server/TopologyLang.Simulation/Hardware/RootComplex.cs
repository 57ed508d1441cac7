using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// What happens to a request that no IOMMU forces to snoop. The attribute is a hint: a root complex may follow or
/// ignore it.
/// </summary>
public static class RootComplex
{
    private const string Source = "PCI Express specification 2.2.6.3 (attributes are hints)";

    public static SnoopAnswer Of(NoSnoopRouting routing, bool noSnoop) =>
        (routing, noSnoop) switch
        {
            (_, false) => new(
                Snoop.Yes,
                false,
                "a request without the no-snoop attribute snoops the caches",
                "PCI Express specification, Table 2-13"
            ),
            (NoSnoopRouting.Honour, _) => new(
                Snoop.No,
                false,
                "the root complex honours no-snoop: the request goes to memory past the caches",
                Source
            ),
            (NoSnoopRouting.Ignore, _) => new(
                Snoop.Yes,
                false,
                "the root complex ignores no-snoop: the request snoops the caches",
                Source
            ),
            _ => new(
                Snoop.Either,
                false,
                "it is not known whether the root complex honours no-snoop: both are possible",
                Source
            ),
        };
}
