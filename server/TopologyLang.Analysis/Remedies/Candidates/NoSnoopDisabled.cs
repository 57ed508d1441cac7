using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>The function's Enable No Snoop bit cleared.</summary>
internal sealed class NoSnoopDisabled : ICandidates
{
    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble) =>
        trouble
            .Devices.Where(device => device is { Bus: DeviceBus.Pcie, NoSnoop: >= NoSnoop.Enabled })
            .Select(device =>
                trouble.Property(
                    DeclarationKind.Device,
                    device.Name,
                    "no_snoop",
                    "disabled",
                    "the device gives up the optimisation: every request of its looks into the caches"
                )
            );
}
