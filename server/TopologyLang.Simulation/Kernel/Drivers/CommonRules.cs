using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>Lines of the driver table that several drivers share.</summary>
internal static class CommonRules
{
    /// <summary>Of the drivers whose tables can have dirty bits, since IOMMU_HWPT_ALLOC_DIRTY_TRACKING.</summary>
    public static AttachRule NeedsDirtyTracking(string source) =>
        new(
            new(6, 7),
            null,
            "the table was made with dirty tracking, which the device's unit does not have",
            (table, unit) => table.TracksDirty && !unit.Unit.DirtyTracking,
            Errno.Einval,
            source
        );

    /// <summary>
    /// The driver has no say; the interrupt controller does. On Arm an ITS tells the devices' messages apart.
    /// </summary>
    public static readonly CapabilityRule IsolationByArchitecture = new(
        new(5, 15),
        "interrupts are isolated by the interrupt controller: on arm64 for PCIe devices (an ITS), on s390x always, "
            + "elsewhere not",
        unit =>
            unit.Host.Architecture == Architecture.S390x
            || (unit.Host.Architecture == Architecture.Arm64 && unit.Device.Bus == DeviceBus.Pcie),
        "drivers/iommu/iommu.c:iommu_group_has_isolated_msi"
    );

    /// <summary>
    /// The core refuses; before 6.16 the driver has switched the feature on by then, and its own refusals came first.
    /// </summary>
    public static readonly SvaRule SvaOffOnX86 = new(
        new(5, 15),
        null,
        $"no device is bound to a process on x86: {Fixes.SvaOffOnX86.Words}; allowed again by {Fixes.SvaOnAgain.Words}",
        unit => unit.Host.Architecture == Architecture.X86_64,
        Errno.Eopnotsupp,
        Fixes.SvaOffOnX86.Source
    )
    {
        With = Fixes.SvaOffOnX86,
        EndsWith = Fixes.SvaOnAgain,
    };

    /// <param name="file">Where the driver writes its page-table entries: a format without a bit for it.</param>
    public static BlockingFact BlocksNothing(string file) =>
        new("nothing: the page-table format has no bit for it, and a no-snoop request is passed on as it is", file);

    public static CapabilityRule Always(int major, int minor, string text, string source) =>
        new(new(major, minor), text, _ => true, source);

    /// <summary>Arm's stage-1 format, whatever the table is for.</summary>
    public static ImmutableArray<FormatRule> StageOneOnly(string source) =>
        [
            .. new[] { TableUse.DmaApi, TableUse.User }.Select(use => new FormatRule(
                new(5, 15),
                use,
                "the driver's page tables have Arm's stage-1 format, with a memory type in each entry",
                _ => PageTableFormat.ArmStageOne,
                source
            )),
        ];

    /// <summary>A table that has a device already takes no other one.</summary>
    public static AttachRule SecondDevice(KernelVersion since, KernelVersion? until, string errno, string source) =>
        new(since, until, "the table has a device already, and the driver allows one", HasOtherGroup, errno, source);

    private static bool HasOtherGroup(HardwareDomain table, UnitContext unit) =>
        table.Groups.Any(group => group != TopologyIndex.GroupKey(unit.Device));

    /// <summary>A table made for one unit is not accepted by another one of the same driver.</summary>
    public static AttachRule OtherUnit(KernelVersion since, KernelVersion? until, string errno, string source) =>
        new(
            since,
            until,
            "the table was made for another IOMMU",
            (table, unit) => table.Unit != unit.Unit.Name,
            errno,
            source
        );
}
