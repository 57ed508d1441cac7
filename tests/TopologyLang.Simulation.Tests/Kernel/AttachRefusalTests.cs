using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class AttachRefusalTests
{
    private const string Ok = OperationOutcome.Ok;
    private const string Unknown = OperationOutcome.Unknown;

    [Theory]
    [InlineData("5.15")]
    [InlineData("5.19")]
    [InlineData("6.6")]
    [InlineData("7.2")]
    public void A_device_without_an_iommu_has_no_group(string kernel)
    {
        var result = Intel(kernel).Device("nic", null).Domain("space", DomainApi.VfioType1, "nic").Run();

        Assert.Equal("EINVAL", result.Operations[0].Result);
        Assert.Null(result.End.DeviceOf("nic").Domain);
    }

    [Theory]
    [InlineData("6.5", null, "EPERM", "drivers/iommu/intel/iommu.c:intel_iommu_attach_device")]
    [InlineData("6.6", null, "EINVAL", "drivers/iommu/iommu.c:__iommu_device_set_domain")]
    [InlineData("5.15", null, "EPERM", "drivers/iommu/intel/iommu.c:intel_iommu_attach_device")]
    [InlineData("6.5", "gpu", Ok, null)]
    [InlineData("7.2", "usb", Ok, null)]
    [InlineData("7.2", "network", "EINVAL", "drivers/iommu/iommu.c:__iommu_device_set_domain")]
    public void An_rmrr_keeps_a_device_with_its_host(
        string kernel,
        string? deviceClass,
        string expected,
        string? source
    )
    {
        var result = Intel(kernel)
            .Vtd("unit", true)
            .Device("nic", "unit", with: d => d with { Rmrr = true, Class = deviceClass })
            .Domain("space", DomainApi.VfioType1, "nic")
            .Run();

        Assert.Equal(expected, result.Operations[0].Result);
        Assert.True(source is null || result.Operations[0].Chain[^1].Source == source);
    }

    [Theory]
    [InlineData("6.5", Ok)]
    [InlineData("6.6", "EINVAL")]
    public void A_unity_mapping_of_amd_is_refused_since_6_6(string kernel, string expected) =>
        Assert.Equal(
            expected,
            Amd(kernel)
                .AmdVi("unit")
                .Device("nic", "unit", with: d => d with { Rmrr = true, Class = "gpu" })
                .Domain("space", DomainApi.VfioType1, "nic")
                .Results()[0]
        );

    [Theory]
    [InlineData(true, null, false, Ok)]
    [InlineData(false, null, false, "EPERM")]
    [InlineData(false, null, true, Ok)]
    [InlineData(false, true, false, Ok)]
    [InlineData(true, false, false, "EPERM")]
    public void Interrupts_must_be_isolated(
        bool interruptRemapping,
        bool? msiIsolation,
        bool allowUnsafe,
        string expected
    )
    {
        foreach (var kernel in (string[])["5.17", "6.2", "6.3", "7.2"])
        {
            var machine = Intel(
                    kernel,
                    h => h with { MsiIsolation = msiIsolation, AllowUnsafeInterrupts = allowUnsafe }
                )
                .Vtd("unit", true, u => u with { InterruptRemapping = interruptRemapping })
                .Device("nic", "unit")
                .Domain("space", DomainApi.VfioType1, "nic");

            Assert.Equal(expected, machine.Results()[0]);
        }
    }

    [Theory]
    [InlineData("5.17", "EINVAL", "drivers/vfio/vfio.c:vfio_group_get_device_fd")]
    [InlineData("5.19", "EPERM", "drivers/iommu/iommu.c:iommu_group_claim_dma_owner")]
    [InlineData("7.2", "EPERM", "drivers/iommu/iommu.c:iommu_group_claim_dma_owner")]
    public void A_group_is_not_given_away_while_the_host_uses_one_of_its_devices(
        string kernel,
        string expected,
        string source
    )
    {
        var result = Intel(kernel)
            .Vtd("unit", true)
            .Device("nic", "unit", with: d => d with { Group = "1" })
            .Device("disk", "unit", with: d => d with { Group = "1", Bound = "nvme" })
            .Domain("space", DomainApi.VfioType1, "nic")
            .Run();

        Assert.Equal(expected, result.Operations[0].Result);
        Assert.Equal(source, result.Operations[0].Chain[^1].Source);
    }

    [Theory]
    [InlineData("vfio-pci")]
    [InlineData("pcieport")]
    [InlineData(null)]
    public void A_driver_that_does_no_dma_of_its_own_does_not_hold_the_group(string? driver) =>
        Assert.Equal(
            Ok,
            Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit", with: d => d with { Group = "1", Bound = "e1000e" })
                .Device("bridge", "unit", with: d => d with { Group = "1", Bound = driver })
                .Domain("space", DomainApi.VfioType1, "nic")
                .Results()[0]
        );

    /// <summary>
    /// Another VMM cannot open the group's file; the one that has it open cannot give it to two containers.
    /// </summary>
    [Theory]
    [InlineData("5.15", false, "EBUSY", "drivers/vfio/vfio.c:vfio_group_fops_open")]
    [InlineData("6.1", false, "EBUSY", "drivers/vfio/vfio_main.c:vfio_group_fops_open")]
    [InlineData("6.8", false, "EBUSY", "drivers/vfio/group.c:vfio_group_fops_open")]
    [InlineData("5.15", true, "EINVAL", "drivers/vfio/vfio.c:vfio_group_set_container")]
    [InlineData("6.8", true, "EINVAL", "drivers/vfio/group.c:vfio_group_ioctl_set_container")]
    public void A_group_is_in_one_container_at_a_time(string kernel, bool ofOneVmm, string expected, string source)
    {
        var machine = Intel(kernel)
            .Vtd("unit", true)
            .Device("a", "unit", with: d => d with { Group = "1" })
            .Device("b", "unit", with: d => d with { Group = "1" })
            .Domain("one", DomainApi.VfioType1)
            .Domain("two", DomainApi.VfioType1)
            .Guest("vm", "one", "a");
        var operations = (ofOneVmm ? Both(machine) : machine.Guest("other", "two", "b"))
            .Scenario(Attach("a", "one"), Attach("b", "two"), Detach("a", "one"), Attach("b", "two"))
            .Run()
            .Operations;

        Assert.Equal([Ok, expected, Ok, Ok], operations.Select(o => o.Result));
        Assert.Equal(source, operations[1].Chain[^1].Source);

        static Machine Both(Machine machine) =>
            machine.Guest(
                new Guest
                {
                    Name = "other",
                    Host = "host",
                    Assign = [new Assignment("a", "one"), new Assignment("b", "two")],
                }
            );
    }

    /// <summary>What a VMM gave to its KVM stays open when it closes it itself.</summary>
    [Theory]
    [InlineData("6.1", "EBUSY")]
    [InlineData("6.8", "EBUSY")]
    public void A_file_in_the_KVM_of_another_keeps_the_group(string kernel, string expected) =>
        Assert.Equal(
            [Ok, Ok, Ok, expected, Ok, Ok],
            Intel(kernel)
                .Vtd("unit", true)
                .Device("a", "unit")
                .Domain("one", DomainApi.VfioType1)
                .Domain("two", DomainApi.VfioType1)
                .Guest("vm", "one", "a")
                .Guest("other", "two", "a")
                .Scenario(
                    Attach("a", "one"),
                    KvmAdd("a", "vm"),
                    Detach("a", "one"),
                    Attach("a", "two"),
                    KvmRemove("a", "vm"),
                    Attach("a", "two")
                )
                .Results()
        );

    [Fact]
    public void Of_a_kernel_older_than_the_oldest_known_one_nothing_is_known()
    {
        OperationOutcome Attached(string kernel) =>
            Intel(kernel)
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("space", DomainApi.VfioType1, "nic")
                .Run()
                .Operations[0];

        Assert.Equal(Ok, Attached("5.15").Result);
        Assert.Equal(
            (OperationOutcome.Unknown, new KernelVersion(5, 10)),
            (Attached("5.10").Result, Attached("5.10").Kernel)
        );
        Assert.Equal(OperationOutcome.Unknown, Attached("4.19").Result);
    }

    [Fact]
    public void A_group_is_in_a_container_once() =>
        Assert.Equal(
            [Ok, "EINVAL"],
            Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("space", DomainApi.VfioType1)
                .Scenario(Attach("nic", "space"), Attach("nic", "space"))
                .Results()
        );

    [Theory]
    [InlineData("6.11", false, Ok)]
    [InlineData("6.12", false, "EINVAL")]
    [InlineData("7.2", true, Ok)]
    public void Identity_needs_pass_through(string kernel, bool passThrough, string expected) =>
        Assert.Equal(
            expected,
            Intel(kernel)
                .Vtd("unit", true, u => u with { PassThrough = passThrough })
                .Device("nic", "unit")
                .Domain("plain", DomainApi.Identity, "nic")
                .Results()[0]
        );

    [Fact]
    public void A_host_driver_cannot_have_a_device_of_a_group_that_belongs_to_vfio() =>
        Assert.Equal(
            [Ok, "EBUSY"],
            Intel("6.8")
                .Vtd("unit", true)
                .Device("a", "unit", with: d => d with { Group = "1" })
                .Device("b", "unit", with: d => d with { Group = "1" })
                .Domain("space", DomainApi.VfioType1)
                .Domain("own", DomainApi.DmaApi)
                .Scenario(Attach("a", "space"), Attach("b", "own"))
                .Results()
        );

    [Theory]
    [InlineData(PageTableStage.FirstStage, false, true)]
    [InlineData(PageTableStage.SecondStage, true, false)]
    public void A_stage_that_the_unit_cannot_do_is_refused(PageTableStage stage, bool firstStage, bool secondStage) =>
        Assert.Equal(
            "EINVAL",
            Intel("7.2")
                .Vtd(
                    "unit",
                    true,
                    u => u with { ScalableMode = true, FirstStage = firstStage, SecondStage = secondStage }
                )
                .Device("nic", "unit")
                .Domain(
                    new Domain
                    {
                        Name = "space",
                        Host = "host",
                        Api = DomainApi.VfioType1,
                        Attach = ["nic"],
                        PageTable = stage,
                    }
                )
                .Results()[0]
        );

    [Fact]
    public void A_refused_attach_changes_nothing()
    {
        var before = Intel("6.8")
            .Vtd("unit", true)
            .Device("nic", "unit")
            .Device("bad", null)
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "nic", "bad");
        var without = before.Scenario(Attach("nic", "space"), KvmAdd("nic", "win")).Run().End;
        var with = before
            .Scenario(
                Attach("nic", "space"),
                KvmAdd("nic", "win"),
                Attach("nic", "space"),
                Attach("bad", "space"),
                KvmAdd("bad", "win"),
                KvmAdd("nic", "win"),
                KvmRemove("bad", "win"),
                Detach("bad", "space")
            )
            .Run();

        Assert.Equal(
            [Ok, Ok, "EINVAL", "EINVAL", "EBADF", "EEXIST", "ENOENT", "EINVAL"],
            with.Operations.Select(o => o.Result)
        );
        foreach (var device in (string[])["nic", "bad"])
        {
            Assert.Equal(without.DeviceOf(device) with { Chain = [] }, with.End.DeviceOf(device) with { Chain = [] });
        }

        Assert.Equal(without.DomainOf("space"), with.End.DomainOf("space"));
        Assert.Equal(without.GuestOf("win").NoncoherentDma, with.End.GuestOf("win").NoncoherentDma);
        Assert.Equal(without.GuestOf("win").Files.Length, with.End.GuestOf("win").Files.Length);
    }

    [Fact]
    public void A_refused_move_leaves_the_device_where_it_is()
    {
        var result = Intel("6.8", h => h with { MsiIsolation = true })
            .Vtd("unit", true)
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1)
            .Domain(
                new Domain
                {
                    Name = "first",
                    Host = "host",
                    Api = DomainApi.VfioType1,
                    PageTable = PageTableStage.FirstStage,
                }
            )
            .Scenario(Attach("nic", "space"), Attach("nic", "first"))
            .Run();

        Assert.Equal([Ok, "EINVAL"], result.Operations.Select(o => o.Result));
        Assert.Equal("space", result.End.DeviceOf("nic").Domain);
        Assert.True(result.End.DomainOf("space").Enforced);
        Assert.Null(result.End.DomainOf("first").Enforced);
    }

    [Fact]
    public void What_is_not_known_says_so()
    {
        var result = Intel("6.8")
            .Undocumented("unit")
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1)
            .Scenario(Attach("nic", "space"))
            .Run();

        Assert.Equal(Unknown, result.Operations[0].Result);
        Assert.NotEmpty(result.Operations[0].Chain);
        Assert.IsType<Translation.Unknown>(result.End.DeviceOf("nic").Translation);
    }

    [Fact]
    public void After_an_operation_without_a_known_answer_nothing_is_claimed()
    {
        var result = Intel("6.8")
            .Undocumented("unit")
            .Device("nic", "unit")
            .Domain("ours", DomainApi.DmaApi)
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "nic")
            .Scenario(Attach("nic", "ours"), Attach("nic", "space"), Detach("nic", "ours"), KvmAdd("nic", "win"))
            .Run();

        Assert.Equal([Ok, Unknown, Unknown, Unknown], result.Operations.Select(o => o.Result));
        Assert.NotNull(result.End.DeviceOf("nic").Unknown);
        Assert.NotNull(result.End.GuestOf("win").Unknown);
    }

    /// <summary>The language lets no file say so; the state stays as it was.</summary>
    [Fact]
    public void A_kernel_knows_the_devices_of_its_own_host_only()
    {
        var result = Intel("6.8")
            .Vtd("unit", true)
            .Device("nic", "unit")
            .DomainElsewhere("space")
            .Scenario(Attach("nic", "space"))
            .Run();

        Assert.Equal(["ENODEV"], result.Operations.Select(o => o.Result));
        Assert.Null(result.End.DeviceOf("nic").Domain);
    }
}
