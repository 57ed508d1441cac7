using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

public class ProgramPathTests
{
    private static Machine InGuest(Machine host, MemoryType type = MemoryType.Wb) =>
        host.Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("win", "space", "nic")
            .Program("p", "win", "nic", type);

    [Theory]
    [InlineData(NoSnoop.Used, false, Snooped.No, true)]
    [InlineData(NoSnoop.Used, true, Snooped.Yes, true)]
    [InlineData(NoSnoop.Disabled, false, Snooped.Yes, false)]
    [InlineData(NoSnoop.HardwiredZero, false, Snooped.Yes, false)]
    public void A_no_snoop_step_is_ordinary_where_the_function_cannot_set_it(
        NoSnoop noSnoop,
        bool sc,
        Snooped expected,
        bool canSet
    )
    {
        var path = Machine
            .Intel("6.8")
            .Vtd("unit", sc)
            .Device("nic", "unit", noSnoop)
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("win", "space", "nic")
            .Program("p", "win", "nic")
            .Path();

        Assert.Equal(Snooped.Yes, path.Devices[0].Ordinary);
        Assert.Equal(expected, path.Devices[0].NoSnoop);
        Assert.Equal(canSet, path.Devices[0].CanSetNoSnoop);
    }

    [Theory]
    [InlineData(NoSnoopRouting.Honour, Snooped.No)]
    [InlineData(NoSnoopRouting.Ignore, Snooped.Yes)]
    [InlineData(NoSnoopRouting.Either, Snooped.Either)]
    public void The_root_complex_has_the_last_word(NoSnoopRouting routing, Snooped expected) =>
        Assert.Equal(
            expected,
            InGuest(Machine.Intel("6.8", h => h with { NoSnoopRouting = routing }).Vtd("unit", false))
                .Path()
                .Devices[0]
                .NoSnoop
        );

    [Theory]
    [InlineData(true, MemoryType.Wc, AccessClass.WriteBack)]
    [InlineData(true, MemoryType.Uc, AccessClass.WriteBack)]
    [InlineData(false, MemoryType.Wb, AccessClass.WriteBack)]
    [InlineData(false, MemoryType.Wt, AccessClass.WriteThrough)]
    [InlineData(false, MemoryType.Wc, AccessClass.UncachedChecked)]
    [InlineData(false, MemoryType.Uc, AccessClass.UncachedChecked)]
    [InlineData(false, MemoryType.NormalNc, AccessClass.UncachedChecked)]
    public void On_vmx_the_guests_type_counts_only_with_non_coherent_dma(bool sc, MemoryType type, AccessClass expected)
    {
        var buffer = InGuest(Machine.Intel("6.8").Vtd("unit", sc), type).Path().Buffers[0];

        Assert.Equal(expected, Assert.Single(buffer.Access));
        Assert.True(buffer.HypervisorMapsIt);
    }

    [Theory]
    [InlineData(MemoryType.Wc, AccessClass.UncachedChecked)]
    [InlineData(MemoryType.Uc, AccessClass.UncachedChecked)]
    [InlineData(MemoryType.Wt, AccessClass.WriteThrough)]
    public void On_svm_the_guests_type_always_counts(MemoryType type, AccessClass expected) =>
        Assert.Equal(expected, Assert.Single(InGuest(Machine.Amd("6.8").AmdVi("unit"), type).Path().Buffers[0].Access));

    [Fact]
    public void Uncached_accesses_may_be_declared_not_to_check_the_caches() =>
        Assert.Equal(
            AccessClass.UncachedUnchecked,
            Assert.Single(
                InGuest(Machine.Intel("6.8", h => h with { UncachedChecks = false }).Vtd("unit", false), MemoryType.Wc)
                    .Path()
                    .Buffers[0]
                    .Access
            )
        );

    [Theory]
    [InlineData("6.6", 2)]
    [InlineData("6.7", 1)]
    public void Before_6_7_both_types_are_possible_after_a_change(string kernel, int classes)
    {
        var path = Machine
            .Intel(kernel)
            .Vtd("unit", false)
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "nic")
            .Program("p", "win", "nic", MemoryType.Wc)
            .Scenario(
                Machine.Attach("nic", "space"),
                Machine.RunProgram("p"),
                Machine.KvmAdd("nic", "win"),
                Machine.RunProgram("p")
            )
            .Path(1);

        Assert.Equal(classes, path.Buffers[0].Access.Length);
    }

    [Fact]
    public void A_hosts_program_uses_its_own_cpus_and_wbinvd()
    {
        var path = Machine
            .Intel("6.8", h => h with { Cpus = 4 })
            .Vtd("unit", true)
            .Device("nic", "unit")
            .Program("p", null, "nic", MemoryType.Wc)
            .Path();

        Assert.Null(path.CannotRun);
        Assert.False(path.InGuest);
        Assert.Equal((4, 4), (path.PhysicalCpus, path.OwnCpus));
        Assert.Equal(WbinvdMode.Native, path.Cpu.Wbinvd);
        Assert.False(path.Buffers[0].HypervisorMapsIt);
        Assert.Equal(AccessClass.UncachedChecked, Assert.Single(path.Buffers[0].Access));
        Assert.Equal(Snooped.No, path.Devices[0].NoSnoop);
    }

    [Fact]
    public void Without_wbinvd_exiting_kvm_flushes_the_cpu_that_a_vcpu_leaves()
    {
        var without = Machine.Intel("6.8", h => h with { WbinvdExiting = false });

        Assert.True(InGuest(without.Vtd("unit", false)).Path().Cpu.FlushOnMove);
        Assert.False(InGuest(without.Vtd("unit", true)).Path().Cpu.FlushOnMove);
    }

    [Fact]
    public void A_guests_program_cannot_run_without_its_device()
    {
        var refused = Machine
            .Intel("6.8")
            .Device("nic", null)
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("win", "space", "nic")
            .Program("p", "win", "nic");

        Assert.Contains("does not hold nic", refused.Path().CannotRun!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hosts_program_cannot_use_a_blocked_device() =>
        Assert.NotNull(
            Machine
                .Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("off", DomainApi.Blocked, "nic")
                .Program("p", null, "nic")
                .Path()
                .CannotRun
        );

    [Fact]
    public void A_hosts_program_cannot_use_a_guests_device() =>
        Assert.NotNull(
            Machine
                .Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("space", DomainApi.VfioType1, "nic")
                .Guest("win", "space", "nic")
                .Program("p", null, "nic")
                .Path()
                .CannotRun
        );

    [Fact]
    public void A_user_space_driver_of_the_host_uses_its_own_container() =>
        Assert.Null(
            Machine
                .Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("dpdk", DomainApi.VfioType1, "nic")
                .Program("p", null, "nic")
                .Path()
                .CannotRun
        );

    [Fact]
    public void What_is_not_known_is_said_and_promises_nothing()
    {
        var path = Machine
            .Intel("6.8")
            .Undocumented("unit")
            .Device("nic", "unit")
            .Domain("away", DomainApi.VfioType1)
            .Program("p", null, "nic")
            .Scenario(Machine.Attach("nic", "away"), Machine.RunProgram("p"))
            .Path();

        Assert.NotNull(path.NotKnown);
        Assert.Null(path.CannotRun);
        Assert.Equal(Snooped.Either, path.Devices[0].Ordinary);
    }

    /// <summary>
    /// A passed-through GPU behind a unit without snoop control, whose registration with KVM is taken back while it
    /// runs on.
    /// </summary>
    [Fact]
    public void Taking_the_registration_back_makes_wbinvd_a_no_op()
    {
        var machine = Machine
            .Intel("6.8")
            .Vtd("gfx", false)
            .Device("igpu", "gfx")
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "igpu")
            .Program("flip", "win", "igpu", MemoryType.Wc)
            .Scenario(
                Machine.Attach("igpu", "space"),
                Machine.KvmAdd("igpu", "win"),
                Machine.RunProgram("flip"),
                Machine.KvmRemove("igpu", "win"),
                Machine.RunProgram("flip"),
                Machine.Detach("igpu", "space"),
                Machine.RunProgram("flip")
            );

        var (before, after, detached) = (machine.Path(), machine.Path(1), machine.Path(2));

        Assert.Equal((WbinvdMode.Emulated, WbinvdMode.Nop), (before.Cpu.Wbinvd, after.Cpu.Wbinvd));
        Assert.Equal(AccessClass.UncachedChecked, Assert.Single(before.Buffers[0].Access));
        Assert.Equal(AccessClass.WriteBack, Assert.Single(after.Buffers[0].Access));
        Assert.Equal((Snooped.No, Snooped.No), (before.Devices[0].NoSnoop, after.Devices[0].NoSnoop));
        Assert.NotNull(detached.CannotRun);
    }

    [Fact]
    public void Which_kvm_another_makers_cpus_have_is_not_known() =>
        Assert.NotNull(
            InGuest(Machine.Intel("6.8", h => h with { Vendor = CpuVendor.Other }).Vtd("unit", true)).Path().NotKnown
        );

    [Fact]
    public void The_chain_leads_from_the_bit_over_the_domain_and_the_iommu_to_kvm()
    {
        var chain = InGuest(Machine.Intel("6.8").Vtd("unit", false)).Path().Devices[0].Chain;

        Assert.Equal(
            [
                "Enable No Snoop of nic is 1, and its driver uses the attribute",
                "nic is attached to space",
                "a table for user space is second-stage wherever every unit of the host can do that",
                "enforce_cache_coherency() fails: enforcement needs snoop control in the unit of every attached "
                    + "device, and a table into which nothing "
                    + "was ever mapped",
                "SNP is clear in the second-stage entry: the unit does not force snooping; the root complex honours "
                    + "no-snoop: the request goes to "
                    + "memory past the caches",
                "no-snoop of nic cannot be blocked: VT-d can block no-snoop for a device exactly if its unit has snoop "
                    + "control (ECAP.SC)",
                "KVM counts non-coherent DMA for win",
                "KVM executes the guest's WBINVD on the physical CPUs of the vCPU's dirty mask",
            ],
            chain.Select(r => r.Text)
        );
    }
}
