using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>
/// What stands in the way of an attach and is the administrator's to decide: host drivers, interrupt isolation.
/// </summary>
internal sealed class RefusalPolicies : ICandidates
{
    private const string Vfio = "vfio-pci";

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (trouble.Fault.Refusal is null || trouble.Host is not { } host)
        {
            yield break;
        }

        foreach (var device in trouble.Devices)
        {
            foreach (var other in GroupOf(trouble.Topology, device).Where(other => other.Bound is not (null or Vfio)))
            {
                yield return trouble.Property(
                    DeclarationKind.Device,
                    other.Name,
                    "bound",
                    Vfio,
                    $"the host can no longer use {other.Name}"
                );
            }

            if (
                device.Iommu is { } iommu
                && trouble.Topology.Iommus.First(unit => unit.Name == iommu) is { InterruptRemapping: false }
            )
            {
                yield return trouble.Property(
                    DeclarationKind.Iommu,
                    iommu,
                    "interrupt_remapping",
                    "yes",
                    "the firmware must offer it and the kernel must not be told to leave it off"
                );
            }
        }

        if (!host.AllowUnsafeInterrupts)
        {
            yield return trouble.Property(
                DeclarationKind.Host,
                host.Name,
                "allow_unsafe_interrupts",
                "yes",
                "whoever owns the device can then send any interrupt to the host"
            );
        }
    }

    private static IEnumerable<Device> GroupOf(SystemTopology topology, Device device) =>
        topology.Devices.Where(other =>
            other.Host == device.Host
            && (other.Name == device.Name || (device.Group is not null && other.Group == device.Group))
        );
}
