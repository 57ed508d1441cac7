using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Kernel;

public class DriverTableTests
{
    private static readonly HardwareDomain Table = new(
        IommuModel.IntelVtd,
        "unit",
        PageTableFormat.VtdSecondStage,
        true,
        true,
        true,
        false,
        [],
        []
    );

    internal static UnitContext Unit(bool sc, bool scalable = false)
    {
        var unit = new Iommu
        {
            Name = "unit",
            Host = "host",
            Model = IommuModel.IntelVtd,
            SnoopControl = sc,
            ScalableMode = scalable,
            FirstStage = scalable,
        };
        return new UnitContext(
            new Host { Name = "host", Kernel = default },
            new Device
            {
                Name = "nic",
                Host = "host",
                Iommu = "unit",
            },
            unit,
            [unit]
        );
    }

    private static DriverRow Intel => DriverTable.Find(IommuModel.IntelVtd);

    [Theory]
    [InlineData("5.17", PageTableFormat.VtdSecondStage, null)]
    [InlineData("5.19", PageTableFormat.VtdSecondStage, "EOPNOTSUPP")]
    [InlineData("6.1", PageTableFormat.VtdFirstStage, "EOPNOTSUPP")]
    [InlineData("6.2", PageTableFormat.VtdSecondStage, "EINVAL")]
    [InlineData("6.12", PageTableFormat.VtdSecondStage, "EINVAL")]
    [InlineData("6.13", PageTableFormat.VtdFirstStage, "EINVAL")]
    [InlineData("6.18", PageTableFormat.VtdFirstStage, "EINVAL")]
    [InlineData("6.19", PageTableFormat.VtdSecondStage, "EINVAL")]
    [InlineData("6.19", PageTableFormat.VtdFirstStage, null)]
    [InlineData("7.2", PageTableFormat.VtdFirstStage, null)]
    public void A_unit_without_snoop_control_and_a_table_that_forces_snooping(
        string kernel,
        PageTableFormat format,
        string? errno
    )
    {
        var scalable = format == PageTableFormat.VtdFirstStage;

        Assert.Equal(
            errno,
            Intel.Refusal(KernelVersion.Parse(kernel), Table with { Format = format }, Unit(false, scalable))?.Errno
        );
        Assert.Null(Intel.Refusal(KernelVersion.Parse(kernel), Table with { Format = format }, Unit(true, scalable)));
    }

    [Theory]
    [InlineData("6.6", PageTableFormat.VtdSecondStage, true)]
    [InlineData("6.7", PageTableFormat.VtdSecondStage, false)]
    [InlineData("6.7", PageTableFormat.VtdFirstStage, true)]
    [InlineData("6.14", PageTableFormat.VtdSecondStage, false)]
    [InlineData("6.17", PageTableFormat.VtdSecondStage, false)]
    [InlineData("6.18", PageTableFormat.VtdFirstStage, true)]
    [InlineData("6.19", PageTableFormat.VtdSecondStage, true)]
    public void From_6_7_to_6_18_a_second_stage_table_with_mappings_is_not_enforced(
        string kernel,
        PageTableFormat format,
        bool succeeds
    )
    {
        var table = Table with { Format = format, ForcesSnoop = false, Enforced = false, HasMappings = true };

        Assert.Equal(succeeds, Intel.EnforceIn(KernelVersion.Parse(kernel), format)!.Succeeds(table, [Unit(true)]));
    }

    [Fact]
    public void A_table_without_devices_is_enforced_and_one_device_without_snoop_control_is_enough_to_fail()
    {
        var enforce = Intel.EnforceIn(new KernelVersion(6, 12), PageTableFormat.VtdSecondStage)!;
        var table = Table with { ForcesSnoop = false };

        Assert.True(enforce.Succeeds(table, []));
        Assert.False(enforce.Succeeds(table, [Unit(true), Unit(false)]));
    }

    [Fact]
    public void No_kernel_before_5_19_can_be_asked_to_enforce() =>
        Assert.Null(Intel.EnforceIn(new KernelVersion(5, 18), PageTableFormat.VtdSecondStage));

    [Theory]
    [InlineData("5.18", false, true, true)]
    [InlineData("5.18", false, false, false)]
    [InlineData("5.18", true, false, true)]
    [InlineData("5.19", false, false, true)]
    public void Cache_coherency_of_vt_d_changed_its_meaning_in_5_19(
        string kernel,
        bool sc,
        bool scalable,
        bool holds
    ) => Assert.Equal(holds, Intel.CacheCoherencyIn(KernelVersion.Parse(kernel))!.Holds(Unit(sc, scalable)));

    [Fact]
    public void Kernels_before_6_2_do_not_know_the_enforce_capability() =>
        Assert.All(DriverTable.Rows, r => Assert.Null(r.EnforceCapabilityIn(new KernelVersion(6, 1))));

    [Theory]
    [InlineData("5.15", AmdPageTable.V2, PageTableFormat.AmdV1, PageTableFormat.AmdV1)]
    [InlineData("6.1", AmdPageTable.V2, PageTableFormat.AmdV1, PageTableFormat.AmdV2)]
    [InlineData("6.12", AmdPageTable.V2, PageTableFormat.AmdV1, PageTableFormat.AmdV2)]
    [InlineData("6.13", AmdPageTable.V2, PageTableFormat.AmdV2, PageTableFormat.AmdV2)]
    [InlineData("7.2", AmdPageTable.V1, PageTableFormat.AmdV1, PageTableFormat.AmdV1)]
    public void Amd_makes_the_tables_of_its_command_line(
        string kernel,
        AmdPageTable table,
        PageTableFormat user,
        PageTableFormat dmaApi
    )
    {
        var unit = new Iommu
        {
            Name = "unit",
            Host = "host",
            Model = IommuModel.AmdVi,
            PageTable = table,
        };
        var context = Unit(true) with { Unit = unit, Peers = [unit] };
        var row = DriverTable.Find(IommuModel.AmdVi);

        Assert.Equal(user, row.FormatIn(KernelVersion.Parse(kernel), TableUse.User)!.Choose(context));
        Assert.Equal(dmaApi, row.FormatIn(KernelVersion.Parse(kernel), TableUse.DmaApi)!.Choose(context));
    }

    /// <summary>Scalable mode with both stages.</summary>
    [Theory]
    [InlineData("5.15", PageTableFormat.VtdFirstStage, PageTableFormat.VtdFirstStage)]
    [InlineData("5.15.98", PageTableFormat.VtdFirstStage, PageTableFormat.VtdFirstStage)]
    [InlineData("5.15.99", PageTableFormat.VtdSecondStage, PageTableFormat.VtdFirstStage)]
    [InlineData("5.16", PageTableFormat.VtdFirstStage, PageTableFormat.VtdFirstStage)]
    [InlineData("5.17", PageTableFormat.VtdSecondStage, PageTableFormat.VtdFirstStage)]
    [InlineData("6.12", PageTableFormat.VtdSecondStage, PageTableFormat.VtdFirstStage)]
    [InlineData("6.13", PageTableFormat.VtdFirstStage, PageTableFormat.VtdFirstStage)]
    [InlineData("6.17", PageTableFormat.VtdFirstStage, PageTableFormat.VtdFirstStage)]
    public void Vt_d_prefers_a_stage_by_use_and_version(string kernel, PageTableFormat user, PageTableFormat dmaApi)
    {
        Assert.Equal(user, Intel.FormatIn(KernelVersion.Parse(kernel), TableUse.User)!.Choose(Unit(true, true)));
        Assert.Equal(dmaApi, Intel.FormatIn(KernelVersion.Parse(kernel), TableUse.DmaApi)!.Choose(Unit(true, true)));
    }

    /// <summary>
    /// Whom VFIO takes, by the capability alone; y and n are a unit whose page walks are coherent and one whose are
    /// not.
    /// </summary>
    [Theory]
    [InlineData(IommuModel.ArmSmmuV3, "6.0", true, true)]
    [InlineData(IommuModel.ArmSmmuV3, "6.1", true, false)]
    [InlineData(IommuModel.ArmSmmuV2, "6.0", true, true)]
    [InlineData(IommuModel.ArmSmmuV2, "6.1", true, false)]
    [InlineData(IommuModel.ArmSmmuV2, "6.2", true, true)]
    [InlineData(IommuModel.Qcom, "7.2", true, true)]
    [InlineData(IommuModel.Virtio, "5.19", false, false)]
    [InlineData(IommuModel.Virtio, "6.0", true, true)]
    [InlineData(IommuModel.S390, "5.17", true, true)]
    [InlineData(IommuModel.FslPamu, "5.17", true, true)]
    [InlineData(IommuModel.SpaprTce, "6.3", false, false)]
    [InlineData(IommuModel.SpaprTce, "6.4", true, true)]
    [InlineData(IommuModel.AppleDart, "7.2", false, false)]
    [InlineData(IommuModel.Riscv, "7.2", false, false)]
    [InlineData(IommuModel.Rockchip, "7.2", false, false)]
    public void Iommu_cache_works(IommuModel model, string kernel, bool coherentWalk, bool otherWalk)
    {
        var rule = DriverTable.Find(model).CacheCoherencyIn(KernelVersion.Parse(kernel));
        var context = Unit(true);
        bool Holds(bool walk) =>
            rule?.Holds(context with { Unit = context.Unit with { Model = model, CoherentWalk = walk } }) == true;

        Assert.Equal((coherentWalk, otherWalk), (Holds(true), Holds(false)));
    }

    [Theory]
    [InlineData("6.12", true, Firmware.Acpi, false)]
    [InlineData("6.13", true, Firmware.Acpi, true)]
    [InlineData("6.13", true, Firmware.DeviceTree, false)]
    [InlineData("6.13", false, Firmware.Acpi, false)]
    public void Only_canwbs_in_the_iort_makes_smmu_v3_enforce(
        string kernel,
        bool canwbs,
        Firmware firmware,
        bool enforces
    )
    {
        var context = Unit(true);
        context = context with
        {
            Host = context.Host with { Firmware = firmware },
            Device = context.Device with { Canwbs = canwbs, Bus = DeviceBus.Pcie },
        };

        Assert.Equal(
            enforces,
            DriverTable.Find(IommuModel.ArmSmmuV3).EnforceCapabilityIn(KernelVersion.Parse(kernel))?.Holds(context)
                == true
        );
    }

    [Fact]
    public void Every_model_has_a_row() =>
        Assert.Equal(Enum.GetValues<IommuModel>().Order(), DriverTable.Rows.Select(r => r.Model).Order());

    [Fact]
    public void Every_column_ascends_by_version() =>
        Assert.All(
            DriverTable.Rows.SelectMany(row =>
                (IEnumerable<IEnumerable<DriverRule>>)
                    [
                        row.CacheCoherency,
                        row.EnforceCapability,
                        row.Sharing,
                        row.NestParents,
                        row.IdentityByDefault,
                        .. row.Formats.GroupBy(f => f.Use),
                        .. row.Enforce.GroupBy(e => e.Format),
                    ]
            ),
            column => Assert.Equal(column.OrderBy(r => r.Since).ToList(), column.ToList())
        );

    /// <summary>A file of the kernel, or a specification.</summary>
    [Fact]
    public void Every_line_names_its_source() =>
        Assert.All(
            DriverTable.Rows.SelectMany(row =>
                (IEnumerable<string>)
                    [
                        row.File,
                        row.InterruptIsolation.Source,
                        row.Blocking.Source,
                        .. row
                            .CacheCoherency.Concat<DriverRule>(row.EnforceCapability)
                            .Concat(row.Enforce)
                            .Concat(row.Formats)
                            .Concat(row.AttachRules)
                            .Concat(row.Sharing)
                            .Concat(row.NestParents)
                            .Concat(row.SvaRules)
                            .Concat(row.IdentityByDefault)
                            .Select(rule => rule.Source),
                        .. row.Ats is { } ats ? [ats.Source, ats.Invalidation] : (string[])[],
                        .. row.UserTableGap is { } gap ? [gap.Source] : (string[])[],
                    ]
            ),
            source =>
                Assert.Matches(
                    @"^(drivers|arch)/\S+\.[ch]\b|^z/Architecture$|^(Intel VT-d|AMD I/O .*|virtio) specification|^IORT "
                        + @"revision |^the file's own word on the IOMMU",
                    source
                )
        );

    [Fact]
    public void A_driver_that_binds_processes_says_when_it_does_not() =>
        Assert.All(DriverTable.Rows, row => Assert.Equal(row.SvaSince is null, row.SvaRules.IsEmpty));
}
