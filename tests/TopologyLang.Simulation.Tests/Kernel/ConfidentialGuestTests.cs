using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>Guests whose memory is kept from their host: what their devices and their CPUs do.</summary>
public class ConfidentialGuestTests
{
    private static readonly Step Write = new(StepKind.Write, CpuSelector.Own(0), "b");
    private static readonly Step Read = new(StepKind.DmaRead, CpuSelector.None, "b", "gpu", true);

    /// <summary>tdx_vm_init switches the quirk off, so the PAT counts without non-coherent DMA too.</summary>
    [Theory]
    [InlineData(Confidential.None, false, false)]
    [InlineData(Confidential.None, true, true)]
    [InlineData(Confidential.Tdx, false, true)]
    [InlineData(Confidential.Tdx, true, true)]
    public void A_TDX_guests_PAT_is_always_honoured(Confidential kind, bool noncoherent, bool honoured) =>
        Assert.Equal(honoured, Given("7.3", kind, !noncoherent).Run().End.GuestOf("vm").GuestPatHonoured);

    [Theory]
    [InlineData(Confidential.Sev, "5.15", null)]
    [InlineData(Confidential.SevEs, "5.15", null)]
    [InlineData(Confidential.SevSnp, "6.10", "since 6.11")]
    [InlineData(Confidential.SevSnp, "6.11", null)]
    [InlineData(Confidential.Tdx, "6.15", "since 6.16")]
    [InlineData(Confidential.Tdx, "6.16", null)]
    public void KVM_has_each_kind_since_a_version(Confidential kind, string kernel, string? why) =>
        Explains(why, Given(kernel, kind).WithSteps(Write, Read).Path().CannotRun);

    [Theory]
    [InlineData(Confidential.Sev, CpuVendor.Intel, "needs CPUs of AMD")]
    [InlineData(Confidential.Tdx, CpuVendor.Amd, "needs CPUs of Intel")]
    [InlineData(Confidential.SevSnp, CpuVendor.Hygon, "needs CPUs of AMD")]
    public void Each_kind_needs_its_makers_CPUs(Confidential kind, CpuVendor vendor, string why) =>
        Explains(why, Given("7.3", kind, host: h => h with { Vendor = vendor }).WithSteps(Write).Path().CannotRun);

    [Theory]
    [InlineData("7.2", "iommu=pt", "SEV-SNP stays off")]
    [InlineData("7.2", null, null)]
    public void An_SNP_guest_needs_a_host_that_can_switch_it_on(string kernel, string? options, string? why) =>
        Explains(
            why,
            Given(kernel, Confidential.SevSnp, host: h => h with { KernelOptions = options })
                .WithSteps(Write)
                .Path()
                .CannotRun
        );

    [Fact]
    public void Not_where_the_file_says_that_the_host_has_none() =>
        Explains(
            "snp = no",
            Given("7.2", Confidential.SevSnp, host: h => h with { Snp = false }).WithSteps(Write).Path().CannotRun
        );

    /// <summary>SEV-ES hands WBINVD to KVM by #VC, and refuses INVD; TDX refuses both.</summary>
    [Theory]
    [InlineData(Confidential.Sev, StepKind.Wbinvd, null)]
    [InlineData(Confidential.SevEs, StepKind.Wbinvd, null)]
    [InlineData(Confidential.SevEs, StepKind.Invd, "#VC")]
    [InlineData(Confidential.SevSnp, StepKind.Wbnoinvd, null)]
    [InlineData(Confidential.Tdx, StepKind.Wbinvd, "#VE")]
    [InlineData(Confidential.Tdx, StepKind.Wbnoinvd, "#VE")]
    [InlineData(Confidential.None, StepKind.Invd, null)]
    public void Instructions_on_whole_caches_may_fault(Confidential kind, StepKind step, string? why) =>
        Explains(why, Given("7.3", kind).WithSteps(Write, new Step(step, CpuSelector.Own(0)), Read).Path().CannotRun);

    [Fact]
    public void KVM_never_sees_the_WBINVD_of_a_TDX_guest() =>
        Assert.Equal(WbinvdMode.NotApplicable, Given("7.3", Confidential.Tdx).Run().End.GuestOf("vm").Wbinvd);

    /// <summary>sev_clflush_pages() flushes what is registered, unless the CPUs are SME_COHERENT.</summary>
    [Theory]
    [InlineData(Confidential.None, false, false)]
    [InlineData(Confidential.Sev, false, true)]
    [InlineData(Confidential.Sev, true, false)]
    [InlineData(Confidential.SevEs, false, true)]
    [InlineData(Confidential.SevSnp, false, false)]
    public void Memory_of_SEV_is_flushed_before_the_guest_gets_it(Confidential kind, bool coherent, bool flushed) =>
        Assert.Equal(
            flushed,
            Given("6.12", kind, host: h => h with { Vendor = CpuVendor.Amd, SmeCoherent = coherent })
                .WithSteps(new Step(StepKind.Recycle, CpuSelector.None, "b"), Read)
                .Path()
                .RecycleFlushes
        );

    /// <summary>sev_guest_memory_reclaimed(), as 6.12.117 and 7.3.4 have it; 6.15 and 6.16 were not read.</summary>
    [Theory]
    [InlineData("6.12", "WBINVD on every CPU", false)]
    [InlineData("6.15", "or WBNOINVD on those that ran it", true)]
    [InlineData("6.17", "WBNOINVD on the CPUs that ran it", false)]
    [InlineData("7.3", "WBNOINVD on the CPUs that ran it", false)]
    public void What_SEV_writes_back_where_the_guest_gives_a_page_back(string kernel, string text, bool uncertain) =>
        Assert.Contains(
            Given(kernel, Confidential.Sev).Run().End.GuestOf("vm").ConfidentialChain,
            reason =>
                reason.Text.EndsWith(text, StringComparison.Ordinal) != uncertain
                && reason.Text.Contains(text, StringComparison.Ordinal)
                && reason.Uncertain == uncertain
        );

    [Theory]
    [InlineData(Confidential.Tdx, true, "flushes a page from the caches before it shares it")]
    [InlineData(Confidential.Sev, false, "flushes a page from the caches before it shares it")]
    [InlineData(Confidential.Sev, true, "flushes no page when it shares it")]
    public void The_guest_itself_flushes_what_it_shares(Confidential kind, bool coherent, string text) =>
        Assert.Contains(
            Given("7.3", kind, host: h => h with { SmeCoherent = coherent })
                .WithSteps(Write, Read)
                .Path()
                .Buffers[0]
                .Chain,
            reason => reason.Text.Contains(text, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(Confidential.None, false)]
    [InlineData(Confidential.Sev, true)]
    [InlineData(Confidential.Tdx, true)]
    public void A_bounced_buffer_is_not_known(Confidential kind, bool unknown) =>
        Explains(
            unknown ? "bounce buffer" : null,
            Given("7.3", kind)
                .WithSteps(Write, new Step(StepKind.SyncForDevice, CpuSelector.None, "b"), Read)
                .Path()
                .NotKnown
        );

    /// <summary>Two open reports, which nobody has explained.</summary>
    [Theory]
    [InlineData(Confidential.Tdx, 1, null)]
    [InlineData(Confidential.Tdx, 2, "two open reports")]
    [InlineData(Confidential.SevSnp, 2, null)]
    public void A_device_that_comes_back_to_a_TDX_guest_is_not_known(Confidential kind, int attaches, string? why) =>
        Explains(
            why,
            Given("7.3", kind)
                .WithSteps(Write, Read)
                .Scenario([
                    Attach("gpu", "space"),
                    .. attaches == 2
                        ? (Operation[])[Detach("gpu", "space"), Attach("gpu", "space")]
                        : Array.Empty<Operation>(),
                    RunProgram("p"),
                ])
                .Path()
                .NotKnown
        );

    [Theory]
    [InlineData(Confidential.None, "9.0", false)]
    [InlineData(Confidential.SevEs, "9.0", false)]
    [InlineData(Confidential.SevSnp, "10.0", true)]
    [InlineData(Confidential.SevSnp, "10.1", false)]
    [InlineData(Confidential.Tdx, "10.0", true)]
    [InlineData(Confidential.Tdx, null, false)]
    public void QEMU_takes_devices_for_private_memory_since_10_1(Confidential kind, string? version, bool refused) =>
        Assert.Equal(
            refused,
            Given("7.3", kind, with: g => g with { VmmVersion = version is null ? null : Version.Parse(version) })
                .Run()
                .End.GuestOf("vm")
                .RefusedByVmm
                is not null
        );

    [Theory]
    [InlineData("cloud-hypervisor", Viommu.None, "keeps their mappings in step")]
    [InlineData("qemu", Viommu.Virtio, "virtual IOMMU")]
    [InlineData("qemu", Viommu.None, null)]
    public void What_no_source_tells_is_not_known(string vmm, Viommu viommu, string? why) =>
        Explains(
            why,
            Given("7.3", Confidential.SevSnp, with: g => g with { Vmm = vmm, Viommu = viommu })
                .WithSteps(Write, Read)
                .Path()
                .NotKnown
        );

    private static void Explains(string? expected, Reason? actual)
    {
        if (expected is null)
        {
            Assert.Null(actual);
            return;
        }

        Assert.Contains(expected, actual?.Text, StringComparison.Ordinal);
    }

    /// <summary>With a device that the guest may be given through a container; its DMA is coherent or not.</summary>
    private static Machine Given(
        string kernel,
        Confidential kind,
        bool coherent = true,
        Func<Host, Host>? host = null,
        Func<Guest, Guest>? with = null
    )
    {
        var isAmd = kind is Confidential.Sev or Confidential.SevEs or Confidential.SevSnp;
        var machine = isAmd ? Amd(kernel, host).AmdVi("unit") : Intel(kernel, host).Vtd("unit", coherent);
        var guest = new Guest
        {
            Name = "vm",
            Host = "host",
            Confidential = kind,
            Assign = [new Assignment("gpu", "space")],
        };
        return machine
            .Device("gpu", "unit")
            .Domain("space", DomainApi.VfioType1, "gpu")
            .Guest(with?.Invoke(guest) ?? guest)
            .Program("p", "vm", "gpu");
    }
}
