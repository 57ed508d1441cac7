using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// What a part of a topology leaves open, and which of it is looked at together. Declarations of one machine that leave
/// the same fact open are taken to be alike, except where machines are known to mix
/// (<see cref="AssumedFacts.Row.Alone"/>).
/// </summary>
internal static class OpenFacts
{
    /// <summary>
    /// So many are combined in every way; of more the pairs are, and what is coherent by these alone is undecided.
    /// </summary>
    public const int MostCombined = 5;

    private static readonly KernelVersion UnitsForThemselves = new(6, 13);

    public static ImmutableArray<OpenFact> Of(SystemTopology part)
    {
        if (part.Assumptions.IsEmpty)
        {
            return [];
        }

        var relevant = new Relevance(part);
        return
        [
            .. part
                .Assumptions.Where(relevant.Matters)
                .GroupBy(one => (one.Fact, Name: AssumedFacts.Of(one.Fact).Alone ? one.Name : ""))
                .Select(group => new OpenFact(AssumedFacts.Of(group.Key.Fact), [.. group])),
        ];
    }

    /// <summary>
    /// The sets of facts that fail together: the fewer first. The empty set is what the defaults say, and is left out.
    /// </summary>
    public static IEnumerable<ImmutableArray<OpenFact>> Failing(ImmutableArray<OpenFact> open)
    {
        ImmutableArray<OpenFact> wider = [.. open.Where(fact => fact.Row.Widens)];
        ImmutableArray<OpenFact> others = [.. open.Where(fact => !fact.Row.Widens)];
        var chosen = others.Length <= MostCombined ? EveryChoice(others) : Pairs(others);
        ImmutableArray<ImmutableArray<OpenFact>> alone =
            wider.Length > 1 ? [.. wider.Select(one => ImmutableArray.Create(one))] : [];
        return chosen
            .SelectMany(choice => wider.IsEmpty ? [choice] : new[] { choice, choice.AddRange(wider) })
            .Concat(alone)
            .Where(choice => !choice.IsEmpty)
            .OrderBy(choice => choice.Length);
    }

    private static IEnumerable<ImmutableArray<OpenFact>> EveryChoice(ImmutableArray<OpenFact> facts) =>
        Enumerable
            .Range(0, 1 << facts.Length)
            .Select(bits => facts.Where((_, index) => (bits & (1 << index)) != 0).ToImmutableArray());

    /// <summary>Every two facts have every two values in one of these.</summary>
    private static IEnumerable<ImmutableArray<OpenFact>> Pairs(ImmutableArray<OpenFact> facts) =>
        [
            [],
            .. facts.Select(one => ImmutableArray.Create(one)),
            .. facts.Select(one => facts.Remove(one)),
            facts,
        ];

    /// <summary>Which of the assumptions can change an answer at all; only for the sake of time.</summary>
    private sealed class Relevance
    {
        private readonly SystemTopology part;
        private readonly HashSet<string> usedDevices;
        private readonly HashSet<string> usedUnits;
        private readonly Dictionary<string, Host> hosts;
        private readonly Dictionary<string, Iommu> units;
        private readonly Dictionary<string, Device> devices;

        public Relevance(SystemTopology part)
        {
            this.part = part;
            hosts = part.Hosts.ToDictionary(host => host.Name, StringComparer.Ordinal);
            units = part.Iommus.ToDictionary(unit => unit.Name, StringComparer.Ordinal);
            devices = part.Devices.ToDictionary(device => device.Name, StringComparer.Ordinal);
            usedDevices =
            [
                .. part.Domains.SelectMany(domain => domain.Attach),
                .. part.Guests.SelectMany(guest => guest.Assign).Select(one => one.Device),
                .. part.Programs.SelectMany(program => program.Devices),
                .. part
                    .Scenarios.SelectMany(scenario => scenario.Operations)
                    .Select(one => one.Device)
                    .OfType<string>(),
            ];
            usedDevices.UnionWith(
                part.Devices.Where(device => usedDevices.Contains(device.Name))
                    .SelectMany(device => new[] { device.VfOf, device.MdevOf, device.Outer }.OfType<string>())
                    .ToList()
            );
            usedUnits = usedDevices
                .Select(name => devices.GetValueOrDefault(name)?.Iommu)
                .OfType<string>()
                .ToHashSet(StringComparer.Ordinal);
        }

        public bool Matters(Assumption one) =>
            hosts.ContainsKey(one.Host)
            && one.Fact switch
            {
                AssumedFact.SnoopControl or AssumedFact.StageOne or AssumedFact.SmmuV3 => IsUsed(one),
                AssumedFact.LegacyMode or AssumedFact.LegacyModeAlone or AssumedFact.NoFirstStage => IsUsed(one)
                    && MayLackSnoopControl(one.Host),
                AssumedFact.NoFwb => part.Guests.Any(guest => guest.Host == one.Host),
                AssumedFact.SelfSnoop => part.Guests.Any(guest =>
                    guest.Host == one.Host && guest.IgnoreGuestPat == false
                ),
                AssumedFact.RegisteringVmm => true,
                AssumedFact.OrdinaryDriver => part.Programs.Any(program => program.BuiltIn),
                AssumedFact.FewCpus => !part.Programs.IsEmpty,
                AssumedFact.NoAts => usedDevices.Contains(one.Name) && IsBehindDeviceTlb(one.Name),
                AssumedFact.IntelCpus => true,
                AssumedFact.NoSnoopHonoured => part.Programs.Any(program =>
                    HasUncached(program) && AsksForNoSnoop(program)
                ),
                AssumedFact.BypassingDevice or AssumedFact.NoCanwbs or AssumedFact.NoSnoopEnabled => part.Programs.Any(
                    program => HasUncached(program) && program.Devices.Contains(one.Name)
                ),
                _ => usedDevices.Contains(one.Name),
            };

        /// <summary>Where everything is write-back, snooping more is never worse.</summary>
        private static bool HasUncached(Program program) => program.Buffers.Any(buffer => buffer.Type != MemoryType.Wb);

        private static bool AsksForNoSnoop(Program program) => program.Steps.Any(step => step.NoSnoop);

        /// <summary>Up to 6.12 some answers of VT-d's driver are about all units of the host.</summary>
        private bool IsUsed(Assumption one) =>
            units.ContainsKey(one.Name)
            && (
                usedUnits.Contains(one.Name)
                || (
                    hosts[one.Host].Kernel < UnitsForThemselves
                    && units[one.Name].Model == IommuModel.IntelVtd
                    && part.Iommus.Any(unit => unit.Host == one.Host && usedUnits.Contains(unit.Name))
                )
            );

        /// <summary>Where every unit has it, both stages and both modes can block no-snoop.</summary>
        private bool MayLackSnoopControl(string host) =>
            part.Iommus.Any(unit =>
                unit.Host == host
                && unit.Model == IommuModel.IntelVtd
                && (
                    !unit.SnoopControl
                    || part.Assumptions.Contains(new Assumption(AssumedFact.SnoopControl, host, unit.Name))
                )
            );

        private bool IsBehindDeviceTlb(string device) =>
            devices[device] is { Iommu: { } name }
            && units.GetValueOrDefault(name) is { Model: IommuModel.IntelVtd, DeviceTlb: true };
    }
}
