using System.Collections.Immutable;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

/// <summary>
/// Finds what a file leaves open where the default is not the safe side (<see cref="AssumedFact"/>). A host that runs
/// in a guest has what its VMM gives it, and that is no matter of what machines there are.
/// </summary>
internal sealed class AssumptionFinder(Records records, SymbolTable symbols)
{
    public ImmutableArray<Assumption> All() =>
        [
            .. symbols.Of(DeclarationKind.Host).SelectMany(OfHost),
            .. symbols.Of(DeclarationKind.Iommu).SelectMany(OfUnit),
            .. symbols.Of(DeclarationKind.Device).SelectMany(OfDevice),
            .. symbols.Of(DeclarationKind.Guest).SelectMany(OfGuest),
        ];

    private IEnumerable<Assumption> OfHost(Symbol symbol)
    {
        if (symbol.Record is not Host { InGuest: null } host || records.ValuesOf(symbol) is not { } values)
        {
            yield break;
        }

        if (values.IsDefault("vendor") && host.Architecture == Architecture.X86_64 && !HasIntelUnit(host))
        {
            yield return new Assumption(AssumedFact.IntelCpus, host.Name, host.Name);
        }

        if (values.IsDefault("self_snoop") && host.Architecture == Architecture.X86_64)
        {
            yield return new Assumption(AssumedFact.SelfSnoop, host.Name, host.Name);
        }

        if (values.IsDefault("fwb") && host.Architecture == Architecture.Arm64)
        {
            yield return new Assumption(AssumedFact.NoFwb, host.Name, host.Name);
        }

        if (values.IsDefault("no_snoop_routing"))
        {
            yield return new Assumption(AssumedFact.NoSnoopHonoured, host.Name, host.Name);
        }

        if (values.IsDefault("cpus"))
        {
            yield return new Assumption(AssumedFact.FewCpus, host.Name, host.Name);
        }
    }

    /// <summary>The file says of a unit that it is VT-d, or says what only VT-d has, so the CPUs have VMX.</summary>
    private bool HasIntelUnit(Host host) =>
        symbols
            .Of(DeclarationKind.Iommu)
            .Any(symbol =>
                symbol.Record is Iommu { Model: IommuModel.IntelVtd } unit
                && unit.Host == host.Name
                && records.ValuesOf(symbol) is { } values
                && values.All.Any(IsSaidOfVtd)
            );

    /// <summary>Where the firmware says whether a device is coherent.</summary>
    private static IEnumerable<AssumedFact> OfAttributes(Device device, Host host, EffectiveValues values)
    {
        if (host.Architecture is not (Architecture.Arm64 or Architecture.Arm or Architecture.Riscv64))
        {
            yield break;
        }

        if (values.IsDefault("dma_coherent") && device is { DmaCoherent: true, Canwbs: false })
        {
            yield return values.IsDefault("cpm") ? AssumedFact.CoherentDevice : AssumedFact.CoherentDeviceAlone;
        }
        else if (values.IsDefault("dma_coherent") && values.IsDefault("cpm") && !device.DmaCoherent)
        {
            yield return AssumedFact.BypassingDevice;
        }

        if (values.IsDefault("dacs") && device is { DmaCoherent: false, Cpm: true })
        {
            yield return AssumedFact.NoAttributes;
        }

        if (values.IsDefault("canwbs") && device.Bus == DeviceBus.Pcie && host.Firmware == Firmware.Acpi)
        {
            yield return AssumedFact.NoCanwbs;
        }
    }

    private static bool IsSaidOfVtd(EffectiveProperty one) =>
        one.Origin != PropertyOrigin.Default && (one.Name == "model" || one.Schema.Models is [IommuModel.IntelVtd]);

    private IEnumerable<Assumption> OfUnit(Symbol symbol)
    {
        if (
            symbol.Record is not Iommu unit
            || records.Host(unit.Host) is not { InGuest: null } host
            || records.ValuesOf(symbol) is not { } values
        )
        {
            yield break;
        }

        if (unit.Model == IommuModel.IntelVtd)
        {
            foreach (var fact in OfVtd(unit, values))
            {
                yield return new Assumption(fact, unit.Host, unit.Name);
            }
        }

        if (unit.Model == IommuModel.ArmSmmuV3 && values.IsDefault("stage1"))
        {
            yield return new Assumption(AssumedFact.StageOne, unit.Host, unit.Name);
        }

        if (host.Architecture == Architecture.Arm64 && values.IsDefault("model"))
        {
            yield return new Assumption(AssumedFact.SmmuV3, unit.Host, unit.Name);
        }
    }

    private static IEnumerable<AssumedFact> OfVtd(Iommu unit, EffectiveValues values)
    {
        if (values.IsDefault("snoop_control"))
        {
            yield return AssumedFact.SnoopControl;
        }

        var firstStageIsOpen = values.IsDefault("first_stage");
        if (values.IsDefault("scalable_mode"))
        {
            yield return firstStageIsOpen ? AssumedFact.LegacyMode : AssumedFact.LegacyModeAlone;
        }
        else if (unit.ScalableMode && firstStageIsOpen)
        {
            yield return AssumedFact.NoFirstStage;
        }
    }

    /// <summary>QEMU tells KVM; of another VMM that is not known.</summary>
    private IEnumerable<Assumption> OfGuest(Symbol symbol)
    {
        if (
            symbol.Record is Guest guest
            && records.Host(guest.Host) is { Architecture: Architecture.X86_64 }
            && records.ValuesOf(symbol) is { } values
            && values.IsDefault("kvm_vfio")
            && guest.Vmm != "qemu"
        )
        {
            yield return new Assumption(AssumedFact.RegisteringVmm, guest.Host, guest.Name);
        }
    }

    private IEnumerable<Assumption> OfDevice(Symbol symbol)
    {
        if (
            symbol.Record is not Device { Outer: null } device
            || records.Host(device.Host) is not { InGuest: null } host
            || records.ValuesOf(symbol) is not { } values
        )
        {
            yield break;
        }

        var isFunction = device.Bus == DeviceBus.Pcie;
        if (
            values.IsDefault("bus")
            && device is { VfOf: null, MdevOf: null }
            && (values.IsDefault("no_snoop") || device.NoSnoop != NoSnoop.HardwiredZero)
        )
        {
            yield return new Assumption(AssumedFact.PlatformDevice, device.Host, device.Name);
        }

        foreach (var fact in OfAttributes(device, host, values))
        {
            yield return new Assumption(fact, device.Host, device.Name);
        }

        if (isFunction && values.IsDefault("no_snoop"))
        {
            yield return new Assumption(AssumedFact.NoSnoopEnabled, device.Host, device.Name);
        }

        if (
            isFunction
            && values.IsDefault("no_snoop")
            && device is { VfOf: null, MdevOf: null }
            && !DriverProtocol.Of(device.Driver).AlwaysNoSnoop
        )
        {
            yield return new Assumption(AssumedFact.OrdinaryDriver, device.Host, device.Name);
        }

        if (isFunction && values.IsDefault("ats") && host.Architecture == Architecture.X86_64)
        {
            yield return new Assumption(AssumedFact.NoAts, device.Host, device.Name);
        }
    }
}
