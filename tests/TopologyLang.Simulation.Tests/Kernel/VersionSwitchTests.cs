using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// The switches between kernel versions, each named by its change: the last version without it and the first with it
/// answer differently. What concerns nothing that a file can say has no row: HWPT_INVALIDATE (6.8), uncached device
/// memory in stage 2 (6.9), CR0.CD (6.7, 6.11), vEVENTQ (6.15), cacheable PFNMAP (6.17).
/// </summary>
public class VersionSwitchTests
{
    private sealed record Switch(
        string Name,
        string Before,
        string After,
        string Was,
        string Is,
        Func<string, string> Answer
    );

    private static readonly Switch[] Rows =
    [
        new(
            "71cfafda9c9b: VFIO asks each domain to enforce, fc0051cb9590: snoop control by unit and no longer by host",
            "5.18",
            "5.19",
            "not enforced",
            "enforced",
            k => Enforced(Mixed(k).Scenario(Attach("nic", "container")))
        ),
        new(
            "f78dc1dad829: IOMMU_CACHE works behind every VT-d unit",
            "5.18",
            "5.19",
            "False",
            "True",
            k => $"{Igpu(k).Scenario(Attach("igpu", "container")).Run().End.DomainOf("container").IommuCache}"
        ),
        new(
            "e8ae0e140c05: VFIO takes no device without IOMMU_CACHE",
            "5.18",
            "5.19",
            "ok",
            "EINVAL",
            k => First(Behind(k, IommuModel.Rockchip))
        ),
        new(
            "0d647b33e74f: PGSNP only where enforcement was asked for",
            "5.18",
            "5.19",
            "True",
            "False",
            k => $"{Pgsnp(k)}"
        ),
        new("DMA ownership instead of viable groups", "5.18", "5.19", "EINVAL", "EPERM", k => First(HeldGroup(k))),
        new(
            "vfio_file_enforced_coherent: no container is needed",
            "5.18",
            "5.19",
            "EINVAL",
            "ok",
            k => First(Igpu(k).Scenario(KvmAdd("igpu", "win")))
        ),
        new(
            "91c98fe79414: virtio-iommu has the capability",
            "5.19.8",
            "5.19.9",
            "EINVAL",
            "ok",
            k => First(Behind(k, IommuModel.Virtio))
        ),
        new(
            "df198b37e72c: SMMUs go by their own walks",
            "6.0",
            "6.1",
            "ok",
            "EINVAL",
            k => First(Behind(k, IommuModel.ArmSmmuV3, u => u with { CoherentWalk = false }))
        ),
        new(
            "ac9c5e92dd15: or by the firmware's word on the device (SMMUv2)",
            "6.1.6",
            "6.1.7",
            "EINVAL",
            "ok",
            k => First(Behind(k, IommuModel.ArmSmmuV2, u => u with { CoherentWalk = false }))
        ),
        new("9d6ab26a75f4: EOPNOTSUPP becomes EINVAL", "6.1", "6.2", "EOPNOTSUPP", "EINVAL", RefusalOfForcedTable),
        new("iommufd", "6.1", "6.2", "ENOENT", "ok", k => First(Igpu(k).Scenario(Attach("igpu", "ioas")))),
        new(
            "0d8227b622f3: KVM goes by the device's capability",
            "6.1",
            "6.2",
            "coherent",
            "non-coherent",
            k => Count(Igpu(k).Scenario(KvmAdd("igpu", "win"), Attach("igpu", "container")))
        ),
        new(
            "A device has a file of its own",
            "6.5",
            "6.6",
            "False",
            "True",
            k =>
                $"{Igpu(k).Scenario(Attach("igpu", "ioas"), KvmAdd("igpu", "win")).Run().End.GuestOf("win").Files[0].OfDevice}"
        ),
        new(
            "The test of the capability moves to __vfio_register_dev",
            "6.5",
            "6.6",
            "drivers/vfio/group.c:vfio_group_find_or_alloc",
            "drivers/vfio/vfio_main.c:__vfio_register_dev",
            k => Behind(k, IommuModel.Rockchip).Run().Operations[0].Chain[^1].Source!
        ),
        new(
            "2ccabf81ddff: enforcement is decided when a page table is made",
            "6.6",
            "6.7",
            "True",
            "False",
            k => $"{Mixed(k).Scenario(Attach("igpu", "ioas"), Attach("nic", "ioas")).Run().End.Enforced("nic")}"
        ),
        new(
            "e645c20e8e9c: no enforcement of a second stage with mappings",
            "6.6.10",
            "6.6.11",
            "True",
            "False",
            EnforcesMapped
        ),
        new("68c320298404: KVM zaps when the count changes", "6.6", "6.7", "True", "False", k => $"{OldPages(k)}"),
        new(
            "0a7b73559b39: KVM drops the guest's MTRRs",
            "6.10",
            "6.11",
            "True",
            "False",
            k =>
                $"{Igpu(k).Scenario(Attach("igpu", "container"), KvmAdd("igpu", "win")).Run().End.GuestOf("win").PatChain
                .Any(reason => reason.Text.Contains("MTRR", StringComparison.Ordinal))}"
        ),
        new(
            "CANWBS makes SMMUv3 enforce",
            "6.12",
            "6.13",
            "not enforced",
            "enforced",
            k => Enforced(Behind(k, IommuModel.ArmSmmuV3, device: d => d with { Canwbs = true }))
        ),
        new(
            "Nested page tables of SMMUv3",
            "6.12",
            "6.13",
            "EOPNOTSUPP",
            "ok",
            k => First(Nested(k, d => d with { Canwbs = true }, false))
        ),
        new(
            "35890f85573c: VFIO_TYPE1_NESTING_IOMMU is removed",
            "6.12",
            "6.13",
            "ok",
            "ENODEV",
            k => First(Arm(k).Smmu("unit").Device("a", "unit").Domain(SecondStage("container")))
        ),
        new(
            "45e00e367189: S2FWB is detected",
            "6.14.5",
            "6.14.6",
            "EOPNOTSUPP",
            "ok",
            k => First(Nested(k, d => d, true))
        ),
        new(
            "c9c1e20b4c7d: KVM_X86_QUIRK_IGNORE_GUEST_PAT",
            "6.15",
            "6.16",
            "False",
            "True",
            k => $"{PatWithoutQuirk(k)}"
        ),
        new("c9c1e20b4c7d in 6.12.y", "6.12.77", "6.12.78", "False", "True", k => $"{PatWithoutQuirk(k)}"),
        new("VT-d has operations by stage", "6.16", "6.17", "True", "False", k => $"{SameOperations(k)}"),
        new(
            "d373449d8e97: the test for mappings goes with generic_pt",
            "6.18",
            "6.19",
            "False",
            "True",
            EnforcesMapped
        ),
        new(
            "A first stage is not asked for snoop control any more",
            "6.18",
            "6.19",
            "EINVAL",
            "ok",
            k => RefusalOfForcedFirstStage(k)
        ),
    ];

    public static TheoryData<string> Names => new(Rows.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Before_and_after(string name)
    {
        var row = Rows.Single(one => one.Name == name);

        Assert.Equal((row.Was, row.Is), (row.Answer(row.Before), row.Answer(row.After)));
    }

    /// <summary>Never: a flush of CPU caches when memory is mapped for a device that can bypass them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_released_kernel_flushes_what_it_maps(bool policy)
    {
        var machine = Intel("7.2", h => h with { VfioFlush = policy })
            .Vtd("unit", false)
            .Device("igpu", "unit")
            .Domain("container", DomainApi.VfioType1, "igpu")
            .Guest("win", "container", "igpu")
            .Program("p", "win", "igpu");

        Assert.Equal(
            policy,
            ProgramPaths.Of(machine.Topology, machine.Run().End, machine.Topology.Programs[0]).RecycleFlushes
        );
    }

    private static Machine Mixed(string kernel) =>
        Intel(kernel)
            .Vtd("main", true)
            .Vtd("gfx", false)
            .Device("nic", "main")
            .Device("igpu", "gfx")
            .Domain("container", DomainApi.VfioType1)
            .Domain("ioas", DomainApi.Iommufd);

    private static Machine Igpu(string kernel) =>
        Intel(kernel)
            .Vtd("gfx", false)
            .Device("igpu", "gfx")
            .Domain("container", DomainApi.VfioType1)
            .Domain("ioas", DomainApi.Iommufd)
            .Guest("win", kernel is "6.5" or "6.6" ? "ioas" : "container", "igpu")
            .Program("p", "win", "igpu");

    private static Machine Behind(
        string kernel,
        IommuModel model,
        Func<Iommu, Iommu>? unit = null,
        Func<Device, Device>? device = null
    ) =>
        Arm(kernel, h => h with { Firmware = Firmware.Acpi })
            .Smmu("unit", model, unit)
            .Device("a", "unit", with: device)
            .Domain("container", DomainApi.VfioType1, "a");

    private static Machine HeldGroup(string kernel) =>
        Intel(kernel)
            .Vtd("unit", true)
            .Device("a", "unit", with: d => d with { Group = "1" })
            .Device("b", "unit", with: d => d with { Group = "1", Bound = "e1000e" })
            .Domain("container", DomainApi.VfioType1, "a");

    private static Domain SecondStage(string name) =>
        new()
        {
            Name = name,
            Host = "host",
            Api = DomainApi.VfioType1,
            Attach = ["a"],
            PageTable = PageTableStage.SecondStage,
        };

    private static Machine Nested(string kernel, Func<Device, Device> device, bool s2Fwb) =>
        Arm(kernel, h => h with { Firmware = Firmware.Acpi })
            .Smmu("unit", with: u => u with { S2Fwb = s2Fwb })
            .Device("a", "unit", with: device)
            .Domain("parent", DomainApi.Iommufd)
            .Domain(
                new Domain
                {
                    Name = "nested",
                    Host = "host",
                    Api = DomainApi.Iommufd,
                    Attach = ["a"],
                    Parent = "parent",
                }
            );

    private static string First(Machine machine) => machine.Results()[0];

    private static string Enforced(Machine machine) =>
        machine.Run().End.DomainOf("container").Enforced == true ? "enforced" : "not enforced";

    private static string Count(Machine machine) =>
        machine.Run().End.GuestOf("win").NoncoherentDma ? "non-coherent" : "coherent";

    private static bool Pgsnp(string kernel) =>
        Intel(kernel)
            .Vtd("unit", false, u => u with { ScalableMode = true })
            .Device("a", "unit")
            .Domain("container", DomainApi.VfioType1, "a")
            .Run()
            .End.DeviceOf("a")
            .Translation
            is Translation.Vtd { Pgsnp: true };

    private static bool OldPages(string kernel) =>
        Igpu(kernel)
            .Scenario(Attach("igpu", "container"), RunProgram("p"), KvmAdd("igpu", "win"))
            .Run()
            .End.GuestOf("win")
            .PageTypesMayBeOld;

    private static bool PatWithoutQuirk(string kernel) =>
        Intel(kernel)
            .Guest(
                new Guest
                {
                    Name = "win",
                    Host = "host",
                    IgnoreGuestPat = false,
                }
            )
            .Run()
            .End.GuestOf("win")
            .GuestPatHonoured == true;

    private static HardwareDomain Forced(PageTableFormat format) =>
        new(IommuModel.IntelVtd, "unit", format, true, true, true, false, [], []);

    private static string RefusalOfForcedTable(string kernel) =>
        DriverTable
            .Find(IommuModel.IntelVtd)
            .Refusal(
                KernelVersion.Parse(kernel),
                Forced(PageTableFormat.VtdSecondStage),
                DriverTableTests.Unit(false, false)
            )
            ?.Errno
        ?? "ok";

    private static string RefusalOfForcedFirstStage(string kernel) =>
        DriverTable
            .Find(IommuModel.IntelVtd)
            .Refusal(
                KernelVersion.Parse(kernel),
                Forced(PageTableFormat.VtdFirstStage),
                DriverTableTests.Unit(false, true)
            )
            ?.Errno
        ?? "ok";

    private static string EnforcesMapped(string kernel)
    {
        var table = Forced(PageTableFormat.VtdSecondStage) with
        {
            Enforced = false,
            ForcesSnoop = false,
            HasMappings = true,
        };
        return $"{DriverTable.Find(IommuModel.IntelVtd).EnforceIn(KernelVersion.Parse(kernel), table.Format)!.Succeeds(table, [DriverTableTests.Unit(true, false)])}";
    }

    private static bool SameOperations(string kernel) =>
        DriverTable.Find(IommuModel.IntelVtd).SharingIn(KernelVersion.Parse(kernel)) is not { } rule
        || rule.SameOperations(PageTableFormat.VtdFirstStage, PageTableFormat.VtdSecondStage);
}
