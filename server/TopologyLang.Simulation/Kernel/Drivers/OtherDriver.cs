using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>
/// A driver that no table has: out of tree, or of a patch. What it answers, and what its unit does, the file says
/// itself.
/// </summary>
internal static class OtherDriver
{
    public const string Source = "the file's own word on the IOMMU (model = other)";

    public static readonly DriverRow Row = new()
    {
        Model = IommuModel.Other,
        File = Source,
        IdentitySince = new(5, 15),
        CacheCoherency =
        [
            new(
                new(5, 15),
                "by the file's own word (cache_coherency)",
                unit => unit.Unit.CacheCoherency == true,
                Source
            ),
        ],
        EnforceCapability = [new(new(6, 2), "by the file's own word (enforce)", Enforces, Source)],
        Enforce =
        [
            new(new(5, 19), null, "by the file's own word (enforce)", (_, attached) => attached.All(Enforces), Source),
        ],
        AttachRules = [CommonRules.OtherUnit(new(5, 15), null, Errno.Einval, Source) with { Uncertain = true }],
        InterruptIsolation = CommonRules.IsolationByArchitecture with
        {
            Text =
                "interrupts are isolated by the file's own word (interrupt_remapping) on x86, elsewhere by the "
                + "interrupt controller: on arm64 for PCIe devices, on s390x always, else not",
            Holds = unit =>
                unit.Host.Architecture == Architecture.X86_64
                    ? unit.Unit.InterruptRemapping
                    : CommonRules.IsolationByArchitecture.Holds(unit),
        },
        Blocking = new("by the file's own word (blocks): where the driver enforces", Source),
    };

    /// <summary>What the file has to say and does not; null where it says everything.</summary>
    public static Reason? Unsaid(Iommu unit, Device device)
    {
        if (unit.Model != IommuModel.Other)
        {
            return null;
        }

        string[] missing =
        [
            .. unit.CacheCoherency is null ? (string[])["cache_coherency"] : [],
            .. unit.Enforces is null ? (string[])["enforce"] : [],
            .. unit.Blocks is null ? (string[])["blocks"] : [],
        ];
        return missing.Length > 0
                ? new Reason(
                    $"{unit.Name} is of a model that is not known, and the file does not say its "
                        + $"{string.Join(", ", missing)}"
                )
            : device.Ats
                ? new Reason(
                    $"{unit.Name} is of a model that is not known, and {device.Name} has ATS: whether the driver "
                        + "switches that on is not known"
                )
            : null;
    }

    private static bool Enforces(UnitContext unit) =>
        unit.Unit.Enforces switch
        {
            DriverEnforces.Always => true,
            DriverEnforces.PerUnit => unit.Unit.Blocks == true,
            _ => false,
        };
}
