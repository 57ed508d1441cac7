using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>For each fact that may be assumed: its words, and the same topology with the other value.</summary>
public static class AssumedFacts
{
    /// <param name="Fact">Which one.</param>
    /// <param name="Property">What a file would have to say, as its language calls it.</param>
    /// <param name="Holds">A clause with a place for the names, as in "if ...".</param>
    /// <param name="Fails">The same of the other value.</param>
    /// <param name="Widens">The other value only adds to what may happen, so that all such facts can fail
    /// together.</param>
    /// <param name="Alone">Machines mix units with and without it, so each is looked at for itself.</param>
    /// <param name="Flip">The topology where the named declarations have the other value.</param>
    public sealed record Row(
        AssumedFact Fact,
        string Property,
        string Holds,
        string Fails,
        bool Widens,
        bool Alone,
        Func<SystemTopology, IReadOnlySet<string>, SystemTopology> Flip
    );

    public static readonly ImmutableArray<Row> Rows =
    [
        Unit(
            AssumedFact.SnoopControl,
            "snoop_control",
            "{0} has snoop control",
            "{0} has no snoop control",
            unit => unit with { SnoopControl = false }
        ) with
        {
            Alone = true,
        },
        Unit(
            AssumedFact.LegacyMode,
            "scalable_mode",
            "{0} runs in legacy mode",
            "{0} runs in scalable mode with first-stage tables",
            unit => unit with { ScalableMode = true, FirstStage = true }
        ),
        Unit(
            AssumedFact.LegacyModeAlone,
            "scalable_mode",
            "{0} runs in legacy mode",
            "{0} runs in scalable mode",
            unit => unit with { ScalableMode = true }
        ),
        Unit(
            AssumedFact.NoFirstStage,
            "first_stage",
            "{0} has no first-stage tables",
            "{0} has first-stage tables",
            unit => unit with { FirstStage = true }
        ),
        new(
            AssumedFact.IntelCpus,
            "vendor",
            "the CPUs of {0} are Intel's",
            "the CPUs of {0} are AMD's",
            false,
            false,
            AmdMachine
        ),
        OfHost(
            AssumedFact.SelfSnoop,
            "self_snoop",
            "the CPUs of {0} snoop themselves",
            "the CPUs of {0} do not snoop themselves",
            (_, host) => host with { SelfSnoop = false }
        ),
        OfHost(
            AssumedFact.NoFwb,
            "fwb",
            "the CPUs of {0} have no FEAT_S2FWB",
            "the CPUs of {0} have FEAT_S2FWB",
            (_, host) => host with { Fwb = true }
        ),
        OfDevice(
            AssumedFact.CoherentDevice,
            "dma_coherent",
            "the firmware calls {0} coherent",
            "the firmware does not call {0} coherent",
            device => device with { DmaCoherent = false, Cpm = false }
        ),
        OfDevice(
            AssumedFact.CoherentDeviceAlone,
            "dma_coherent",
            "the firmware calls {0} coherent",
            "the firmware does not call {0} coherent",
            device => device with { DmaCoherent = false }
        ),
        OfDevice(
            AssumedFact.BypassingDevice,
            "dma_coherent",
            "the firmware does not call {0} coherent",
            "the firmware calls {0} coherent",
            device => device with { DmaCoherent = true, Cpm = true }
        ),
        OfDevice(
            AssumedFact.NoAttributes,
            "dacs",
            "{0} has no attributes of its own (DACS = 0)",
            "{0} has attributes of its own (DACS = 1)",
            device => device with { Dacs = true }
        ) with
        {
            Widens = true,
        },
        OfHost(
            AssumedFact.NoSnoopHonoured,
            "no_snoop_routing",
            "the root complex of {0} honours no-snoop",
            "the root complex of {0} ignores no-snoop",
            (_, host) => host with { NoSnoopRouting = NoSnoopRouting.Ignore }
        ),
        OfDevice(
            AssumedFact.NoSnoopEnabled,
            "no_snoop",
            "{0} can set no-snoop",
            "{0} cannot set no-snoop",
            device => device with { NoSnoop = NoSnoop.HardwiredZero }
        ),
        OfDevice(
            AssumedFact.NoCanwbs,
            "canwbs",
            "the root complex of {0} does not force write-back",
            "the root complex of {0} forces write-back (CANWBS)",
            device => device with { Canwbs = true }
        ),
        Unit(
            AssumedFact.StageOne,
            "stage1",
            "{0} has stage 1",
            "{0} has no stage 1",
            unit => unit with { Stage1 = false }
        ),
        Unit(
            AssumedFact.SmmuV3,
            "model",
            "{0} is an SMMUv3",
            "{0} is an SMMUv2",
            unit => unit with { Model = IommuModel.ArmSmmuV2 }
        ),
        OfDevice(
            AssumedFact.PlatformDevice,
            "bus",
            "{0} is a platform device",
            "{0} is a PCIe function",
            AsFunction
        ) with
        {
            Widens = true,
        },
        new(
            AssumedFact.OrdinaryDriver,
            "no_snoop",
            "the driver of {0} does not use no-snoop",
            "the driver of {0} uses no-snoop",
            true,
            false,
            WithNoSnoopUsed
        ),
        new(
            AssumedFact.RegisteringVmm,
            "kvm_vfio",
            "the VMM of {0} tells KVM of its devices",
            "the VMM of {0} does not tell KVM of its devices",
            false,
            false,
            (topology, names) =>
                topology with
                {
                    Guests =
                    [
                        .. topology.Guests.Select(one => names.Contains(one.Name) ? one with { KvmVfio = false } : one),
                    ],
                }
        ),
        OfDevice(AssumedFact.NoAts, "ats", "{0} has no ATS", "{0} has ATS", device => device with { Ats = true }) with
        {
            Widens = true,
        },
        OfHost(
            AssumedFact.FewCpus,
            "cpus",
            "{0} has 2 CPUs",
            "{0} has more CPUs",
            (topology, host) => host with { Cpus = Enough(topology) }
        ) with
        {
            Widens = true,
        },
    ];

    private static readonly FrozenDictionary<AssumedFact, Row> ByFact = Rows.ToFrozenDictionary(row => row.Fact);

    public static Row Of(AssumedFact fact) => ByFact[fact];

    /// <summary>
    /// The topology in which these assumptions fail and all others hold, with nothing left to assume.
    /// </summary>
    public static SystemTopology Without(SystemTopology topology, IEnumerable<Assumption> failing) =>
        failing
            .GroupBy(one => one.Fact)
            .OrderBy(group => group.Key)
            .Aggregate(
                topology with
                {
                    Assumptions = [],
                },
                (now, group) => Of(group.Key).Flip(now, group.Select(one => one.Name).ToHashSet(StringComparer.Ordinal))
            );

    private static Row Unit(AssumedFact fact, string property, string holds, string fails, Func<Iommu, Iommu> flip) =>
        new(
            fact,
            property,
            holds,
            fails,
            false,
            false,
            (topology, names) =>
                topology with
                {
                    Iommus = [.. topology.Iommus.Select(unit => names.Contains(unit.Name) ? flip(unit) : unit)],
                }
        );

    private static Row OfDevice(
        AssumedFact fact,
        string property,
        string holds,
        string fails,
        Func<Device, Device> flip
    ) =>
        new(
            fact,
            property,
            holds,
            fails,
            false,
            false,
            (topology, names) =>
                topology with
                {
                    Devices = [.. topology.Devices.Select(one => names.Contains(one.Name) ? flip(one) : one)],
                }
        );

    private static Row OfHost(
        AssumedFact fact,
        string property,
        string holds,
        string fails,
        Func<SystemTopology, Host, Host> flip
    ) =>
        new(
            fact,
            property,
            holds,
            fails,
            false,
            false,
            (topology, names) =>
                topology with
                {
                    Hosts = [.. topology.Hosts.Select(one => names.Contains(one.Name) ? flip(topology, one) : one)],
                }
        );

    private static SystemTopology AmdMachine(SystemTopology topology, IReadOnlySet<string> hosts) =>
        topology with
        {
            Hosts =
            [
                .. topology.Hosts.Select(host =>
                    hosts.Contains(host.Name) ? host with { Vendor = CpuVendor.Amd } : host
                ),
            ],
            Iommus =
            [
                .. topology.Iommus.Select(unit =>
                    hosts.Contains(unit.Host) && unit.Model == IommuModel.IntelVtd
                        ? unit with
                        {
                            Model = IommuModel.AmdVi,
                        }
                        : unit
                ),
            ],
        };

    /// <summary>
    /// What a file's own programs do is written there; only the built-in ones go by what the driver is known for.
    /// </summary>
    private static SystemTopology WithNoSnoopUsed(SystemTopology topology, IReadOnlySet<string> devices)
    {
        var governed = topology
            .Devices.Where(device =>
                devices.Contains(device.Name) || (device.VfOf ?? device.MdevOf) is { } other && devices.Contains(other)
            )
            .Select(device => device.Name)
            .ToHashSet(StringComparer.Ordinal);
        return topology with
        {
            Programs =
            [
                .. topology.Programs.Select(program =>
                    program.BuiltIn && program.Devices.Any(governed.Contains)
                        ? program with
                        {
                            Steps =
                            [
                                .. program.Steps.Select(step =>
                                    step.Device is null ? step : step with { NoSnoop = true }
                                ),
                            ],
                        }
                        : program
                ),
            ],
        };
    }

    /// <summary>With the reset value of Enable No Snoop, where the file does not give the bit.</summary>
    private static Device AsFunction(Device device) =>
        device with
        {
            Bus = DeviceBus.Pcie,
            NoSnoop = device.NoSnoop == NoSnoop.HardwiredZero ? NoSnoop.Enabled : device.NoSnoop,
        };

    /// <summary>
    /// So many that every program has as many bystanders as can matter to it: one beyond those that it names, one for
    /// each wait, and one where dirty lines migrate.
    /// </summary>
    private static int Enough(SystemTopology topology) =>
        Math.Max(2, topology.Guests.Select(guest => guest.Vcpus).DefaultIfEmpty(1).Max())
        + 2
        + topology
            .Programs.Select(program => program.Steps.Count(step => step.Kind is StepKind.Wait or StepKind.DmaWait))
            .DefaultIfEmpty(0)
            .Max();
}
