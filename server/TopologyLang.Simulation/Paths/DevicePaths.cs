using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>How a program's devices reach memory.</summary>
internal static class DevicePaths
{
    /// <summary>Null where no request of the device gets to memory, or where that is not known.</summary>
    public static DevicePath? Of(Host host, Device device, DeviceState state, ImmutableArray<Reason> kvm)
    {
        var canSet = NoSnoopBit.SetNow(device, state);
        var ordinary = Snooping.Of(host, device, state, false);
        var answer = Snooping.Of(host, device, state, canSet);
        if (ordinary is null || answer is null)
        {
            return null;
        }

        ImmutableArray<Reason> chain =
        [
            .. NoSnoopBit.ToReasons(device, state),
            .. state.Chain,
            .. Coherency(host, device, state.Translation),
            .. state.Ats.Chain,
            Snooping.ToReason(answer),
            .. kvm,
        ];
        return new DevicePath(device.Name, Snooping.ToSnooped(ordinary), Snooping.ToSnooped(answer), canSet, chain)
        {
            Reads = device.Reads,
            OrdinaryDoubt = Doubt(ordinary),
            NoSnoopDoubt = Doubt(answer),
        };
    }

    private static string? Doubt(SnoopAnswer answer) =>
        answer is { Uncertain: true, Snoop: Snoop.Either }
            ? answer.Doubt ?? "whether these requests look into the caches"
            : null;

    private static ImmutableArray<Reason> Coherency(Host host, Device device, Translation translation) =>
        host.Architecture is Architecture.Arm64 or Architecture.Arm
            ? [.. Contradiction(device), .. Override(host, device, translation)]
        : device.DmaCoherent || DmaCoherence.FirmwareDecides(host.Architecture) ? []
        :
        [
            new Reason(
                $"dma_coherent = no of {device.Name} means nothing on this architecture: every ordinary request snoops "
                    + "there",
                "kernel/dma/Kconfig: it selects none of ARCH_HAS_SYNC_DMA_*"
            ),
        ];

    private static ImmutableArray<Reason> Contradiction(Device device) =>
        device is { DmaCoherent: true, Cpm: false }
            ?
            [
                new Reason(
                    $"the firmware contradicts itself about {device.Name}: DMA coherent (CCA = 1), but without a "
                        + "coherent path (CPM = 0)",
                    "Arm IORT (DEN 0049), memory access flags"
                ),
            ]
            : [];

    /// <summary>
    /// A root complex gives all requests of PCIe the right attributes; a platform device of ACPI may depend on the
    /// SMMU.
    /// </summary>
    private static ImmutableArray<Reason> Override(Host host, Device device, Translation translation) =>
        host.Firmware == Firmware.Acpi
        && translation is not Translation.Arm { Stage: PageTableStage.FirstStage }
        && device is { Bus: DeviceBus.Platform, DmaCoherent: true, Cpm: true, Dacs: false }
            ?
            [
                new Reason(
                    $"the firmware calls {device.Name} coherent (CCA = 1) without attributes of its own (DACS = 0): "
                        + "something between it and memory must supply them",
                    "Arm IORT (DEN 0049), memory access flags",
                    null,
                    true
                ),
            ]
            : [];
}
