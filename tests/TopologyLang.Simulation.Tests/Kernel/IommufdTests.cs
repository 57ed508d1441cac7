using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class IommufdTests
{
    private const string Ok = OperationOutcome.Ok;

    /// <summary>e: a device behind a unit with snoop control; n: one without.</summary>
    private static Machine TwoUnits(string kernel) =>
        Intel(kernel)
            .Vtd("with_sc", true)
            .Vtd("without_sc", false)
            .Device("e1", "with_sc")
            .Device("e2", "with_sc")
            .Device("n1", "without_sc")
            .Device("n2", "without_sc")
            .Domain("ioas", DomainApi.Iommufd)
            .Domain("other", DomainApi.Iommufd)
            .Domain("container", DomainApi.VfioType1)
            .Guest("win", "ioas", "e1", "n1");

    [Theory]
    [InlineData("5.19", "ENOENT")]
    [InlineData("6.1", "ENOENT")]
    [InlineData("6.2", Ok)]
    [InlineData("7.2", Ok)]
    public void Iommufd_came_with_6_2(string kernel, string expected)
    {
        var result = TwoUnits(kernel).Scenario(Attach("e1", "ioas")).Run();

        Assert.Equal(expected, result.Operations[0].Result);
        Assert.Equal(expected == Ok ? "ioas" : null, result.End.DeviceOf("e1").Domain);
    }

    /// <summary>
    /// Which page table a device gets behind others. Source: drivers/iommu/iommufd/device.c, hw_pagetable.c.
    /// </summary>
    [Theory]
    [InlineData("e1", 1, true, 1, true)]
    [InlineData("n1", 1, false, 1, false)]
    [InlineData("e1 e2", 1, true, 1, true)]
    [InlineData("n1 n2", 1, false, 1, false)]
    [InlineData("e1 n1", 2, false, 2, false)]
    [InlineData("n1 e1", 2, false, 1, false)]
    [InlineData("n1 e1 e2", 2, false, 1, false)]
    [InlineData("e1 n1 e2", 2, false, 2, false)]
    public void Since_6_7_a_device_joins_a_table_that_does_not_enforce(
        string devices,
        int tablesBefore,
        bool enforcedBefore,
        int tablesSince,
        bool enforcedSince
    )
    {
        foreach (var kernel in (string[])["6.2", "6.4", "6.5", "6.6", "6.7", "6.12", "6.13", "6.17", "6.19", "7.2"])
        {
            var before = KernelVersion.Parse(kernel) < new KernelVersion(6, 7);
            var result = TwoUnits(kernel).Scenario([.. devices.Split(' ').Select(d => Attach(d, "ioas"))]).Run();

            Assert.All(result.Operations, o => Assert.Equal(Ok, o.Result));
            Assert.Equal(
                new DomainState(
                    "ioas",
                    true,
                    before ? enforcedBefore : enforcedSince,
                    before ? tablesBefore : tablesSince,
                    null
                ),
                result.End.DomainOf("ioas")
            );
        }
    }

    /// <summary>e1 sits in the table that was made for n1, and KVM goes by what e1 could do.</summary>
    [Theory]
    [InlineData("6.6", 0)]
    [InlineData("6.7", 1)]
    [InlineData("7.2", 1)]
    public void Unplugging_the_other_device_leaves_kvm_believing_in_a_table_that_blocks_nothing(
        string kernel,
        int mismatches
    )
    {
        var machine = TwoUnits(kernel)
            .Scenario(Attach("n1", "ioas"), Attach("e1", "ioas"), KvmAdd("n1", "win"), KvmAdd("e1", "win"));
        Assert.True(machine.Run().End.GuestOf("win").NoncoherentDma);

        var unplugged = TwoUnits(kernel)
            .Scenario(
                Attach("n1", "ioas"),
                Attach("e1", "ioas"),
                KvmAdd("n1", "win"),
                KvmAdd("e1", "win"),
                KvmRemove("n1", "win"),
                Detach("n1", "ioas")
            );
        var end = unplugged.Run().End;
        var beliefs = BeliefChecks.Beliefs(unplugged.Topology, end);

        Assert.False(end.GuestOf("win").NoncoherentDma);
        Assert.Equal(mismatches, beliefs.Length);
        Assert.All(
            beliefs,
            b =>
                Assert.Equal(
                    "no-snoop of e1 is possible and not blocked: it shares a page table that was made for n1 and does "
                        + "not enforce",
                    b.Truth
                )
        );
    }

    /// <summary>
    /// Since 6.19 the driver takes a device without snoop control into a first-stage table that forces snooping.
    /// </summary>
    [Theory]
    [InlineData("6.18", 2)]
    [InlineData("6.19", 1)]
    public void A_first_stage_table_that_forces_snooping_takes_any_device_since_6_19(string kernel, int tables)
    {
        Func<Iommu, Iommu> firstStage = u => u with { ScalableMode = true, FirstStage = true };
        var result = Intel(kernel)
            .Vtd("with_sc", true, firstStage)
            .Vtd("without_sc", false, firstStage)
            .Device("e", "with_sc")
            .Device("n", "without_sc")
            .Domain("ioas", DomainApi.Iommufd, "e", "n")
            .Run();

        Assert.Equal(tables, result.End.DomainOf("ioas").HardwareDomains);
    }

    /// <summary>
    /// The bit that it gets in its PASID entry is reserved in its unit, so nothing is known to be blocked.
    /// </summary>
    [Fact]
    public void There_the_kernel_believes_in_a_reserved_bit()
    {
        Func<Iommu, Iommu> firstStage = u => u with { ScalableMode = true, FirstStage = true };
        var machine = Intel("6.19")
            .Vtd("with_sc", true, firstStage)
            .Vtd("without_sc", false, firstStage)
            .Device("e", "with_sc")
            .Device("n", "without_sc")
            .Domain("ioas", DomainApi.Iommufd, "e", "n");
        var end = machine.Run().End;

        Assert.True(end.DomainOf("ioas").Enforced);
        Assert.Equal("n", Assert.Single(BeliefChecks.Beliefs(machine.Topology, end)).Device);
    }

    [Fact]
    public void The_last_device_takes_its_page_table_along()
    {
        var result = TwoUnits("6.8").Scenario(Attach("n1", "ioas"), Detach("n1", "ioas"), Attach("e1", "ioas")).Run();

        Assert.Equal(new DomainState("ioas", true, true, 1, null), result.End.DomainOf("ioas"));
    }

    [Theory]
    [InlineData(AmdPageTable.V1, true)]
    [InlineData(AmdPageTable.V2, false)]
    public void Amd_is_always_believed_to_enforce(AmdPageTable table, bool blocked)
    {
        var machine = Amd("7.2").AmdVi("unit", table).Device("nic", "unit").Domain("ioas", DomainApi.Iommufd, "nic");
        var end = machine.Run().End;

        Assert.True(end.DomainOf("ioas").Enforced);
        Assert.Equal(blocked, CoherenceBoxes.Of(machine.Topology, end, "nic").Blocked);
    }

    [Theory]
    [InlineData(false, false, "EPERM")]
    [InlineData(false, true, Ok)]
    [InlineData(true, false, Ok)]
    public void Interrupts_must_be_isolated(bool remapping, bool allowUnsafe, string expected) =>
        Assert.Equal(
            expected,
            Intel("6.8", h => h with { IommufdAllowUnsafeInterrupts = allowUnsafe })
                .Vtd("unit", true, u => u with { InterruptRemapping = remapping })
                .Device("nic", "unit")
                .Domain("ioas", DomainApi.Iommufd, "nic")
                .Results()[0]
        );

    /// <summary>Two modules, two parameters of that name: what opens one opens nothing of the other.</summary>
    [Fact]
    public void The_parameter_of_type1_does_not_open_iommufd()
    {
        Machine Unsafe(bool type1, DomainApi api) =>
            Intel("6.8", h => h with { AllowUnsafeInterrupts = type1, IommufdAllowUnsafeInterrupts = !type1 })
                .Vtd("unit", true, u => u with { InterruptRemapping = false })
                .Device("nic", "unit")
                .Domain("space", api, "nic");

        Assert.Equal(["EPERM"], Unsafe(true, DomainApi.Iommufd).Results());
        Assert.Equal(["EPERM"], Unsafe(false, DomainApi.VfioType1).Results());
        Assert.Equal([Ok], Unsafe(true, DomainApi.VfioType1).Results());
    }

    [Theory]
    [InlineData("6.2", "EPERM", "drivers/iommu/intel/iommu.c:intel_iommu_attach_device")]
    [InlineData("6.6", "EINVAL", "drivers/iommu/iommu.c:__iommu_device_set_domain")]
    public void An_rmrr_keeps_a_device_with_its_host(string kernel, string expected, string source)
    {
        var result = Intel(kernel)
            .Vtd("unit", true)
            .Device("nic", "unit", with: d => d with { Rmrr = true })
            .Domain("ioas", DomainApi.Iommufd, "nic")
            .Run();

        Assert.Equal((expected, source), (result.Operations[0].Result, result.Operations[0].Chain[^1].Source));
    }

    [Fact]
    public void A_group_is_not_given_away_while_the_host_uses_one_of_its_devices() =>
        Assert.Equal(
            "EPERM",
            Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit", with: d => d with { Group = "1" })
                .Device("disk", "unit", with: d => d with { Group = "1", Bound = "nvme" })
                .Domain("ioas", DomainApi.Iommufd, "nic")
                .Results()[0]
        );

    [Fact]
    public void A_device_without_an_iommu_is_not_taken() =>
        Assert.Equal("EINVAL", Intel("6.8").Device("nic", null).Domain("ioas", DomainApi.Iommufd, "nic").Results()[0]);

    [Fact]
    public void A_device_is_bound_once() =>
        Assert.Equal([Ok, "EINVAL"], TwoUnits("6.8").Scenario(Attach("e1", "ioas"), Attach("e1", "ioas")).Results());

    [Fact]
    public void An_attach_takes_the_device_out_of_the_container_it_was_in()
    {
        var result = TwoUnits("6.8").Scenario(Attach("e1", "container"), Attach("e1", "ioas")).Run();

        Assert.Equal("ioas", result.End.DeviceOf("e1").Domain);
        Assert.Null(result.End.DomainOf("container").Enforced);
    }

    /// <summary>
    /// Two devices of one group, which two users want: the group's file is opened once, and it and a device's own
    /// exclude each other.
    /// </summary>
    [Theory]
    [InlineData("6.5", "container", "ioas", "EBUSY")]
    [InlineData("6.6", "container", "ioas", "EBUSY")]
    [InlineData("6.5", "ioas", "container", "EBUSY")]
    [InlineData("6.6", "ioas", "container", "EBUSY")]
    [InlineData("6.5", "ioas", "other", "EBUSY")]
    [InlineData("6.6", "ioas", "other", "EPERM")]
    [InlineData("6.6", "ioas", "ioas", Ok)]
    public void A_group_has_one_user(string kernel, string first, string second, string expected)
    {
        var machine = Intel(kernel)
            .Vtd("unit", true)
            .Device("a", "unit", with: d => d with { Group = "1" })
            .Device("b", "unit", with: d => d with { Group = "1" })
            .Domain("ioas", DomainApi.Iommufd)
            .Domain("other", DomainApi.Iommufd)
            .Domain("container", DomainApi.VfioType1);

        Assert.Equal([Ok, expected], machine.Scenario(Attach("a", first), Attach("b", second)).Results());
    }

    /// <summary>Before 6.6 KVM gets the group's file, since then the device's own.</summary>
    [Theory]
    [InlineData("6.5", 1)]
    [InlineData("6.6", 2)]
    public void Devices_of_a_group_have_files_of_their_own_since_6_6(string kernel, int files)
    {
        var result = Intel(kernel)
            .Vtd("unit", false)
            .Device("a", "unit", with: d => d with { Group = "1" })
            .Device("b", "unit", with: d => d with { Group = "1" })
            .Domain("ioas", DomainApi.Iommufd, "a", "b")
            .Guest("win", "ioas", "a", "b")
            .Run();

        Assert.All(result.Operations, o => Assert.Equal(Ok, o.Result));
        Assert.Equal(files, result.End.GuestOf("win").Files.Length);
        Assert.True(result.End.GuestOf("win").NoncoherentDma);
    }

    /// <summary>QEMU gives the file to KVM before it binds the device.</summary>
    [Fact]
    public void A_file_is_registered_before_the_device_is_attached()
    {
        var result = TwoUnits("6.8").Scenario(KvmAdd("n1", "win"), Attach("n1", "ioas")).Run();

        Assert.Equal([Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.True(Assert.Single(result.End.GuestOf("win").Files).OfDevice);
        Assert.True(result.End.GuestOf("win").NoncoherentDma);
        Assert.True(result.End.Holds("win", "n1"));
    }

    [Fact]
    public void A_table_of_another_unit_of_virtio_is_not_shared()
    {
        var result = Intel("6.8", h => h with { MsiIsolation = true })
            .Unit(
                new Iommu
                {
                    Name = "one",
                    Host = "host",
                    Model = IommuModel.Virtio,
                }
            )
            .Unit(
                new Iommu
                {
                    Name = "two",
                    Host = "host",
                    Model = IommuModel.Virtio,
                }
            )
            .Device("a", "one")
            .Device("b", "two")
            .Domain("ioas", DomainApi.Iommufd, "a", "b")
            .Run();

        Assert.Equal(new DomainState("ioas", true, false, 2, null), result.End.DomainOf("ioas"));
    }
}
