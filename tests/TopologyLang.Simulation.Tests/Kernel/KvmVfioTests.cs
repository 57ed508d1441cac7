using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class KvmVfioTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Igpu(string kernel, bool sc) =>
        Intel(kernel)
            .Vtd("unit", sc)
            .Device("igpu", "unit")
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "igpu");

    [Theory]
    [InlineData("5.15", true, false)]
    [InlineData("5.15", false, true)]
    [InlineData("5.19", true, false)]
    [InlineData("5.19", false, true)]
    [InlineData("6.1", false, true)]
    [InlineData("6.2", true, false)]
    [InlineData("6.2", false, true)]
    [InlineData("7.2", true, false)]
    [InlineData("7.2", false, true)]
    public void Kvm_counts_non_coherent_dma_of_a_device_whose_no_snoop_is_not_blocked(
        string kernel,
        bool sc,
        bool noncoherent
    )
    {
        var result = Igpu(kernel, sc).Scenario(Attach("igpu", "space"), KvmAdd("igpu", "win")).Run();

        Assert.Equal([Ok, Ok], result.Operations.Select(o => o.Result));
        Assert.Equal(noncoherent, result.End.GuestOf("win").NoncoherentDma);
        Assert.Equal(noncoherent ? WbinvdMode.Emulated : WbinvdMode.Nop, result.End.GuestOf("win").Wbinvd);
    }

    /// <summary>
    /// 5.17 needs the container; 5.19 to 6.1 take "no container" for coherent and do not ask again; since 6.2 the order
    /// is irrelevant.
    /// </summary>
    [Theory]
    [InlineData("5.17", "EINVAL", false)]
    [InlineData("5.19", Ok, false)]
    [InlineData("6.1", Ok, false)]
    [InlineData("6.2", Ok, true)]
    [InlineData("7.2", Ok, true)]
    public void Adding_before_attaching_freezes_the_answer_before_6_2(string kernel, string added, bool noncoherent)
    {
        var result = Igpu(kernel, false).Scenario(KvmAdd("igpu", "win"), Attach("igpu", "space")).Run();

        Assert.Equal([added, Ok], result.Operations.Select(o => o.Result));
        Assert.Equal(noncoherent, result.End.GuestOf("win").NoncoherentDma);
    }

    [Fact]
    public void The_frozen_answer_is_revised_at_the_next_add()
    {
        var result = Igpu("6.1", false)
            .Device("nic", "unit", with: d => d)
            .Scenario(KvmAdd("igpu", "win"), Attach("igpu", "space"), Attach("nic", "space"), KvmAdd("nic", "win"))
            .Run();

        Assert.True(result.End.GuestOf("win").NoncoherentDma);
    }

    /// <summary>
    /// The container of 5.19 to 6.1 speaks for all of its groups; since 6.2 each device speaks for itself.
    /// </summary>
    [Theory]
    [InlineData("6.1", true)]
    [InlineData("6.2", false)]
    public void A_device_answers_for_its_container_before_6_2(string kernel, bool noncoherent)
    {
        var result = Intel(kernel)
            .Vtd("with_sc", true)
            .Vtd("without_sc", false)
            .Device("nic", "with_sc")
            .Device("igpu", "without_sc")
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "nic")
            .Scenario(Attach("nic", "space"), Attach("igpu", "space"), KvmAdd("nic", "win"))
            .Run();

        Assert.Equal(noncoherent, result.End.GuestOf("win").NoncoherentDma);
    }

    [Theory]
    [InlineData("5.17")]
    [InlineData("6.1")]
    [InlineData("7.2")]
    public void Removing_the_last_file_ends_the_count(string kernel)
    {
        var result = Igpu(kernel, false)
            .Scenario(Attach("igpu", "space"), KvmAdd("igpu", "win"), KvmRemove("igpu", "win"))
            .Run();

        Assert.All(result.Operations, o => Assert.Equal(Ok, o.Result));
        Assert.False(result.End.GuestOf("win").NoncoherentDma);
        Assert.Empty(result.End.GuestOf("win").Files);
    }

    [Theory]
    [InlineData("5.18", "EBUSY", "space")]
    [InlineData("5.19", Ok, null)]
    public void Before_5_19_kvm_keeps_the_group_in_its_container(string kernel, string detached, string? domain)
    {
        var result = Igpu(kernel, true)
            .Scenario(Attach("igpu", "space"), KvmAdd("igpu", "win"), Detach("igpu", "space"))
            .Run();

        Assert.Equal(detached, result.Operations[2].Result);
        Assert.Equal(domain, result.End.DeviceOf("igpu").Domain);
    }

    [Fact]
    public void A_device_that_vfio_does_not_take_has_no_file() =>
        Assert.Equal(
            ["EBADF"],
            Intel("6.8")
                .Device("nic", null)
                .Domain("space", DomainApi.VfioType1)
                .Guest("win", "space", "nic")
                .Scenario(KvmAdd("nic", "win"))
                .Results()
        );

    [Fact]
    public void A_device_that_is_with_the_host_has_no_file() =>
        Assert.Equal(
            [Ok, "EBADF"],
            Intel("6.8")
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("own", DomainApi.DmaApi)
                .Guest("win", "own", "nic")
                .Scenario(Attach("nic", "own"), KvmAdd("nic", "win"))
                .Results()
        );

    [Fact]
    public void The_file_of_a_group_is_added_once_for_all_of_its_devices()
    {
        var machine = Intel("6.8")
            .Vtd("unit", false)
            .Device("gpu", "unit", with: d => d with { Group = "1" })
            .Device("audio", "unit", with: d => d with { Group = "1" })
            .Domain("space", DomainApi.VfioType1)
            .Guest("win", "space", "gpu", "audio");
        var result = machine
            .Scenario(
                Attach("gpu", "space"),
                Attach("audio", "space"),
                KvmAdd("gpu", "win"),
                KvmAdd("audio", "win"),
                KvmAdd("gpu", "win"),
                KvmRemove("gpu", "win")
            )
            .Run();

        Assert.Equal([Ok, Ok, Ok, Ok, "EEXIST", Ok], result.Operations.Select(o => o.Result));
        Assert.Equal("audio", Assert.Single(Assert.Single(result.End.GuestOf("win").Files).Devices));
        Assert.True(result.End.GuestOf("win").NoncoherentDma);
    }

    [Fact]
    public void Without_wbinvd_exiting_the_instruction_runs_natively()
    {
        var result = Intel("6.8", h => h with { WbinvdExiting = false })
            .Vtd("unit", false)
            .Device("igpu", "unit")
            .Domain("space", DomainApi.VfioType1, "igpu")
            .Guest("win", "space", "igpu")
            .Run();

        Assert.Equal(WbinvdMode.Native, result.End.GuestOf("win").Wbinvd);
    }

    [Fact]
    public void Svm_always_intercepts_wbinvd()
    {
        var result = Amd("6.8", h => h with { WbinvdExiting = false })
            .AmdVi("unit")
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("win", "space", "nic")
            .Run();

        Assert.Equal(WbinvdMode.Nop, result.End.GuestOf("win").Wbinvd);
    }

    /// <summary>Which mappings honour the guest's PAT. Source: vmx_get_mt_mask.</summary>
    [Theory]
    [InlineData("5.15", false, null, true, false)]
    [InlineData("5.15", true, null, true, true)]
    [InlineData("6.10", false, false, true, false)]
    [InlineData("6.11", true, null, true, true)]
    [InlineData("6.15", false, false, true, false)]
    [InlineData("6.16", false, null, true, false)]
    [InlineData("6.16", false, false, true, true)]
    [InlineData("6.16", false, false, false, false)]
    [InlineData("6.16", true, true, true, true)]
    [InlineData("7.2", true, null, false, true)]
    public void Ept_honours_the_guests_pat(
        string kernel,
        bool noncoherent,
        bool? ignoreGuestPat,
        bool selfSnoop,
        bool honoured
    )
    {
        var result = Intel(kernel, h => h with { SelfSnoop = selfSnoop })
            .Vtd("unit", !noncoherent)
            .Device("igpu", "unit")
            .Domain("space", DomainApi.VfioType1, "igpu")
            .Guest(
                new Guest
                {
                    Name = "win",
                    Host = "host",
                    IgnoreGuestPat = ignoreGuestPat,
                    Assign = [new Assignment("igpu", "space")],
                }
            )
            .Run();

        Assert.Equal(noncoherent, result.End.GuestOf("win").NoncoherentDma);
        Assert.Equal(honoured, result.End.GuestOf("win").GuestPatHonoured);
    }

    [Theory]
    [InlineData("6.6", true)]
    [InlineData("6.7", false)]
    public void Before_6_7_pages_that_were_touched_keep_their_type(string kernel, bool old)
    {
        var result = Igpu(kernel, false)
            .Program("flip", "win", "igpu")
            .Scenario(Attach("igpu", "space"), RunProgram("flip"), KvmAdd("igpu", "win"), RunProgram("flip"))
            .Run();

        Assert.False(result.Runs[0].State.GuestOf("win").PageTypesMayBeOld);
        Assert.Equal(old, result.Runs[1].State.GuestOf("win").PageTypesMayBeOld);
    }

    [Fact]
    public void Pages_that_were_not_touched_get_the_new_type()
    {
        var result = Igpu("6.6", false).Scenario(Attach("igpu", "space"), KvmAdd("igpu", "win")).Run();

        Assert.False(result.End.GuestOf("win").PageTypesMayBeOld);
    }

    /// <summary>
    /// KVM's reference keeps a file open: since 6.6 a device does not change between container and iommufd before it is
    /// given back. Before, both go through the group's file.
    /// </summary>
    [Theory]
    [InlineData("6.5", DomainApi.VfioType1, DomainApi.Iommufd, Ok)]
    [InlineData("6.6", DomainApi.VfioType1, DomainApi.Iommufd, "EBUSY")]
    [InlineData("6.6", DomainApi.Iommufd, DomainApi.VfioType1, "EBUSY")]
    [InlineData("6.6", DomainApi.Iommufd, DomainApi.Iommufd, "EINVAL")]
    [InlineData("6.6", DomainApi.VfioType1, DomainApi.VfioType1, Ok)]
    public void A_device_that_kvm_still_has_does_not_change_its_kind_of_file(
        string kernel,
        DomainApi from,
        DomainApi to,
        string expected
    )
    {
        Machine Moving() =>
            Intel(kernel)
                .Vtd("unit", true)
                .Device("nic", "unit")
                .Domain("one", from)
                .Domain("two", to)
                .Guest("win", "one", "nic");

        var kept = Moving().Scenario(Attach("nic", "one"), KvmAdd("nic", "win"), Attach("nic", "two")).Run();
        var given = Moving()
            .Scenario(Attach("nic", "one"), KvmAdd("nic", "win"), KvmRemove("nic", "win"), Attach("nic", "two"));

        Assert.Equal([Ok, Ok, expected], kept.Operations.Select(o => o.Result));
        Assert.Equal(expected == Ok ? "two" : "one", kept.End.DeviceOf("nic").Domain);
        Assert.Equal([Ok, Ok, Ok, Ok], given.Results());
    }
}
