namespace TopologyLang.Analysis.Tests;

/// <summary>L0, L1 and L2: what L1 believes, and what the machine does.</summary>
public class NestedHostTests
{
    private static string Nested(
        string more,
        string metal = "kernel = 6.12",
        string unit = "snoop_control = no",
        string inner = "kernel = 6.12",
        string viommu = "intel_vtd",
        string l1 = "",
        string l2 = ""
    ) =>
        $$"""
            host metal { cpus = 2  {{metal}} }
            iommu real on metal { {{unit}} }
            device gpu behind real { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on metal { api = vfio_type1  attach = [gpu] }
            guest l1 on metal { viommu = {{viommu}}  vcpus = 2  assign = [gpu via space]  {{l1}} }
            host inner in l1 { {{inner}} }
            iommu virtual on inner { model = {{viommu}} }
            device inner_gpu behind virtual { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu }
            domain inner_space on inner { api = vfio_type1  attach = [inner_gpu] }
            guest l2 on inner { assign = [inner_gpu via inner_space]  {{l2}} }
            program flip in l2 using inner_gpu {
              buffer b = 4KiB wb
              cpu 0 write b
              cpu 0 wbinvd
              dma read b no_snoop
            }
            {{more}}
            """;

    private const string AmdMachine = "kernel = 6.12  vendor = amd";

    /// <summary>The virtual unit says what L1 believes, the real one what is blocked.</summary>
    [Theory]
    [InlineData("intel_vtd", "snoop_control = yes", "no", "1", "nop", "nop", "coherent")]
    [InlineData("intel_vtd", "snoop_control = no", "no", "3", "emulated", "emulated", "coherent")]
    [InlineData("virtio", "snoop_control = yes", "no", "1", "nop", "nop", "coherent")]
    [InlineData("virtio", "snoop_control = no", "no", "3", "emulated", "emulated", "coherent")]
    [InlineData("amd_vi", "snoop_control = yes", "yes", "1", "nop", "nop", "coherent")]
    [InlineData("amd_vi", "snoop_control = no", "yes", "3", "emulated", "nop", "stale device_reads_stale")]
    public void Belief_and_truth(
        string viommu,
        string unit,
        string believed,
        string box,
        string l1,
        string l2,
        string verdict
    ) =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    unit: unit,
                    viommu: viommu,
                    inner: "kernel = 6.12  allow_unsafe_interrupts = yes",
                    more: $"""
                    expect inner_space enforced {believed}
                    expect inner_gpu in box {box}
                    expect gpu in box {box}
                    expect l1 wbinvd {l1}
                    expect l2 wbinvd {l2}
                    expect flip {verdict}
                    """
                )
            )
        );

    /// <summary>AMD: FC is in every v1 table of the machine, whatever L1 knows; v2 tables claim it at both levels.</summary>
    [Theory]
    [InlineData("page_table = v1", "1", "coherent")]
    [InlineData("page_table = v2", "3", "stale device_reads_stale")]
    public void Amd_at_both_levels(string unit, string box, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    metal: AmdMachine.Replace("6.12", "6.13", StringComparison.Ordinal),
                    inner: AmdMachine,
                    unit: unit,
                    viommu: "amd_vi",
                    more: $"""
                    expect space enforced yes
                    expect inner_space enforced yes
                    expect inner_gpu in box {box}
                    expect flip {verdict}
                    """
                )
            )
        );

    /// <summary>Hygon's CPUs have SVM and nested paging as AMD's.</summary>
    [Fact]
    public void Hygon_is_as_amd() =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    metal: "kernel = 6.12  vendor = hygon",
                    inner: "kernel = 6.12  vendor = hygon",
                    unit: "page_table = v1",
                    viommu: "amd_vi",
                    more: """
                    expect l2 wbinvd nop
                    expect inner_gpu in box 1
                    expect flip coherent
                    """
                )
            )
        );

    /// <summary>What L1's KVM wants and what the KVM below makes of it.</summary>
    [Theory]
    [InlineData("wbinvd = kernel", "wbinvd = kernel", "emulated")]
    [InlineData("wbinvd = force_off", "wbinvd = kernel", "nop")]
    [InlineData("wbinvd = kernel", "wbinvd = force_off", "nop")]
    [InlineData("wbinvd = force_off", "wbinvd = force_on", "nop")]
    public void Wbinvd_goes_through_both_levels(string l1, string l2, string expected) =>
        Assert.Empty(Foreseen.Unmet(Nested(l1: l1, l2: l2, more: $"expect l2 wbinvd {expected}")));

    [Theory]
    [InlineData("yes", "yes", "Coherent")]
    [InlineData("no", "no", "Coherent")]
    [InlineData("no", "yes", "Undecided")]
    [InlineData("yes", "no", "Undecided")]
    public void Wbinvd_that_one_level_does_not_intercept_is_undecided(string metal, string inner, string verdict) =>
        Assert.StartsWith(
            verdict,
            Foreseen.Run(
                Nested(
                    metal: $"kernel = 6.12  wbinvd_exiting = {metal}",
                    inner: $"kernel = 6.12  wbinvd_exiting = {inner}",
                    more: ""
                ),
                "flip"
            ),
            StringComparison.Ordinal
        );

    /// <summary>The page tables that the CPU uses are made by the KVM below, with its own answer about the guest's PAT.</summary>
    [Theory]
    [InlineData("snoop_control = no", true)]
    [InlineData("snoop_control = yes", false)]
    public void The_machines_kvm_decides_about_pat(string unit, bool honoured)
    {
        var end = Checked.Text(Nested(unit: unit, more: "")).System.Timelines[0].End;

        Assert.True(end.GuestOf("l2").NoncoherentDma);
        Assert.Equal(honoured, end.GuestOf("l2").GuestPatHonoured);
    }

    /// <summary>virtio-iommu says nothing about coherency in 5.19, and VFIO asks since then; whatever L1 asks, it finds no snoop control.</summary>
    [Theory]
    [InlineData("virtio", "5.18", "ok", true)]
    [InlineData("virtio", "5.19", "fails EINVAL", false)]
    [InlineData("virtio", "6.0", "ok", true)]
    [InlineData("intel_vtd", "5.18", "ok", true)]
    [InlineData("intel_vtd", "6.1", "ok", true)]
    [InlineData("intel_vtd", "6.2", "ok", true)]
    public void What_the_inner_kernel_makes_of_its_virtual_unit(
        string viommu,
        string kernel,
        string attach,
        bool noncoherent
    )
    {
        var text = Nested(
            unit: "snoop_control = yes",
            viommu: viommu,
            inner: $"kernel = {kernel}  allow_unsafe_interrupts = yes",
            more: $"expect attach inner_gpu to inner_space {attach}"
        );

        Assert.Empty(Foreseen.Unmet(text));
        Assert.Equal(noncoherent, Checked.Text(text).System.Timelines[0].End.GuestOf("l2").NoncoherentDma);
    }

    /// <summary>What a device has been given on is not for the guest's own driver, nor for a host that does not hold it.</summary>
    [Fact]
    public void A_device_that_was_given_on_is_not_the_guests_own() =>
        Assert.Equal(
            "Error: gpu is inner_gpu of inner and belongs to a guest there at this time",
            Foreseen.Run(Nested("program own in l1 using gpu { buffer b = 4KiB wb }"), "own")
        );

    /// <summary>A guest that got its device with no virtual IOMMU: the host in it has no IOMMU in front of it.</summary>
    [Theory]
    [InlineData("snoop_control = yes", "1", "coherent")]
    [InlineData("snoop_control = no", "3", "stale device_reads_stale")]
    public void A_host_in_a_guest_without_a_virtual_iommu(string unit, string box, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                $$"""
                host metal { kernel = 6.12 }
                iommu real on metal { {{unit}} }
                device gpu behind real { bus = pcie 0000:03:00.0  no_snoop = used }
                domain space on metal { api = vfio_type1  attach = [gpu] }
                guest l1 on metal { assign = [gpu via space] }
                host inner in l1 { cpus = 1 }
                device inner_gpu on inner { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu }
                program read on inner using inner_gpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  dma read b no_snoop
                }
                expect inner_gpu in box {{box}}
                expect read {{verdict}}
                """
            )
        );

    /// <summary>A third level: each KVM on the way has its say about wbinvd.</summary>
    [Theory]
    [InlineData("kernel", "emulated", "coherent")]
    [InlineData("force_off", "nop", "stale device_reads_stale")]
    public void Three_levels(string second, string wbinvd, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    l2: $"viommu = virtio  wbinvd = {second}",
                    inner: "allow_unsafe_interrupts = yes",
                    more: $$"""
                    host third in l2 { allow_unsafe_interrupts = yes }
                    iommu third_unit on third { model = virtio }
                    device third_gpu behind third_unit { bus = pcie 0000:00:06.0  no_snoop = used  outer = inner_gpu }
                    domain third_space on third { api = vfio_type1  attach = [third_gpu] }
                    guest l3 on third { assign = [third_gpu via third_space] }
                    program deep in l3 using third_gpu {
                      buffer b = 4KiB wb
                      cpu 0 write b
                      cpu 0 wbinvd
                      dma read b no_snoop
                    }
                    expect third_gpu in box 3
                    expect l3 wbinvd {{wbinvd}}
                    expect deep {{verdict}}
                    """
                )
            )
        );

    /// <summary>L1's own driver runs in a guest: its wbinvd is the guest's.</summary>
    [Theory]
    [InlineData("snoop_control = no", "emulated", "coherent")]
    [InlineData("snoop_control = yes", "nop", "coherent")]
    public void A_program_of_the_inner_host_is_one_of_the_guest(string unit, string wbinvd, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                $$"""
                host metal { kernel = 6.12 }
                iommu real on metal { {{unit}} }
                device gpu behind real { bus = pcie 0000:03:00.0  no_snoop = used }
                domain space on metal { api = vfio_type1  attach = [gpu] }
                guest l1 on metal { viommu = intel_vtd  assign = [gpu via space] }
                host inner in l1 { cpus = 1 }
                iommu virtual on inner { model = intel_vtd }
                device inner_gpu behind virtual { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu }
                program flip on inner using inner_gpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 wbinvd
                  dma read b no_snoop
                }
                expect l1 wbinvd {{wbinvd}}
                expect flip {{verdict}}
                """
            )
        );

    /// <summary>L1 trusts its virtual AMD-Vi; the real unit has no snoop control.</summary>
    [Fact]
    public void A_belief_of_the_inner_kernel_that_the_hardware_does_not_share_is_a_finding() =>
        Assert.Contains(
            "the kernel believes that inner_space makes every request of inner_gpu snoop, but inner_gpu is gpu of the machine below, "
                + "and nothing in the page table there does so: its no-snoop requests bypass the caches "
                + "(drivers/iommu/amd/iommu.c:amd_iommu_enforce_cache_coherency; since 5.19)",
            Checked.Text(Nested("", viommu: "amd_vi")).Findings.Select(finding => finding.Message)
        );

    [Fact]
    public void Before_the_guest_has_it_an_attach_fails()
    {
        var analysis = Checked.Text(
            Nested(
                """
                scenario s {
                  attach inner_gpu to inner_space
                  attach gpu to space
                  attach inner_gpu to inner_space
                  set inner_gpu no_snoop disabled by guest
                }
                """
            )
        );

        Assert.Equal(
            ["ENODEV", "ok", "ok", "ok"],
            analysis.System.Timelines[0].Kernel.Operations.Select(outcome => outcome.Result)
        );
        Assert.False(analysis.System.Timelines[0].End.DeviceOf("gpu").EnableNoSnoop);
        Assert.False(analysis.System.Timelines[0].End.DeviceOf("inner_gpu").EnableNoSnoop);
    }

    [Theory]
    [InlineData("outer = gpu", "", "inner_gpu is on inner, which runs in l1: say which device of metal it is")]
    [InlineData(
        "viommu = intel_vtd",
        "viommu = none",
        "virtual would be an IOMMU of l1, which is declared without one (viommu)"
    )]
    [InlineData(
        "viommu = intel_vtd",
        "viommu = virtio",
        "virtual is of another kind than the virtual IOMMU that l1 is declared with"
    )]
    [InlineData("host inner in l1 { ", "host inner in l1 { vendor = amd  ", "host inner runs on the CPUs of metal")]
    public void What_does_not_fit_is_undecided(string part, string instead, string why) =>
        Assert.StartsWith(
            $"Undecided: {why}",
            Foreseen.Run(Nested("").Replace(part, instead, StringComparison.Ordinal), "flip"),
            StringComparison.Ordinal
        );

    /// <summary>The write of the inner host's VFIO goes on to the function, and its own guest cannot take it back.</summary>
    [Theory]
    [InlineData("no", true, "Stale")]
    [InlineData("yes", false, "Coherent")]
    public void The_inner_hosts_policy_about_no_snoop_reaches_the_function(string policy, bool on, string verdict)
    {
        var text = Nested(
            inner: $"kernel = 6.12  vfio_forces_no_snoop_off = {policy}",
            l1: "wbinvd = force_off",
            more: """
            scenario s {
              attach gpu to space
              attach inner_gpu to inner_space
              set inner_gpu no_snoop enabled by guest
              run flip
            }
            """
        );

        Assert.Equal(on, Checked.Text(text).System.Timelines[0].End.DeviceOf("gpu").EnableNoSnoop);
        Assert.StartsWith(verdict, Foreseen.Run(text, "flip"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("detach inner_gpu from inner_space", true)]
    [InlineData("reset gpu", false)]
    public void The_policy_holds_as_long_as_the_inner_host_has_the_device(string then, bool on) =>
        Assert.Equal(
            on,
            Checked
                .Text(
                    Nested(
                        inner: "kernel = 6.12  vfio_forces_no_snoop_off = yes",
                        more: $$"""
                        scenario s {
                          attach gpu to space
                          attach inner_gpu to inner_space
                          {{then}}
                        }
                        """
                    )
                )
                .System.Timelines[0]
                .End.DeviceOf("gpu")
                .EnableNoSnoop
        );

    /// <summary>QEMU hides SR-IOV from the guest, so nobody can make the function.</summary>
    [Theory]
    [InlineData(
        "qemu",
        "error TOPO3010 vf_of = physical",
        "Error: part cannot be a virtual function of physical: QEMU hides the SR-IOV"
    )]
    [InlineData(
        "crosvm",
        "warning TOPO9003 p",
        "Undecided: part: whether crosvm lets a guest make virtual functions is not known"
    )]
    public void A_guest_makes_no_virtual_functions(string vmm, string finding, string verdict)
    {
        var text = $$"""
            host metal { }
            iommu real on metal { }
            device nic behind real { bus = pcie 0000:03:00.0 }
            device second behind real { bus = pcie 0000:04:00.0 }
            domain space on metal { api = vfio_type1 }
            guest l1 on metal { vmm = {{vmm}}  vcpus = 2  assign = [nic via space, second via space] }
            host inner in l1 { }
            device physical on inner { bus = pcie 0000:00:05.0  outer = nic }
            device part on inner { bus = pcie 0000:00:06.0  vf_of = physical  outer = second }
            program p on inner using part { buffer b = 4KiB wb }
            """;

        Assert.Contains(finding, Checked.Lines(Checked.Text(text)));
        Assert.StartsWith(verdict, Foreseen.Run(text, "p"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64", "arm_smmu_v3")]
    [InlineData("riscv64", "riscv")]
    public void Guests_of_a_host_in_a_guest_are_not_known_elsewhere(string arch, string model) =>
        Assert.StartsWith(
            "Undecided: inner runs in a guest itself: which memory types the page tables have that the KVM below makes",
            Foreseen.Run(
                $$"""
                host metal { arch = {{arch}} }
                iommu real on metal { model = {{model}} }
                device nic behind real { bus = pcie 0000:03:00.0 }
                domain space on metal { api = vfio_type1  attach = [nic] }
                guest l1 on metal { vcpus = 2  assign = [nic via space] }
                host inner in l1 { arch = {{arch}} }
                device inner_nic on inner { bus = pcie 0000:00:05.0  outer = nic }
                guest l2 on inner { }
                program p in l2 using inner_nic { buffer b = 4KiB wb }
                """,
                "p"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("on inner", "inner")]
    [InlineData("in l2", "inner")]
    public void An_uncached_range_of_one_of_two_kernels_is_not_known(string where, string host)
    {
        var text = Nested($"program p {where} using inner_gpu {{ buffer b = 4KiB wb }}")
            .Replace(
                "domain space on metal { api = vfio_type1",
                "domain space on metal { map = [uncached]  api = vfio_type1",
                StringComparison.Ordinal
            );

        Assert.StartsWith(
            $"Undecided: p: which type a page has that one of two kernels maps uncached, where {host} runs in a guest",
            Foreseen.Run(text, "p"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_hosts_cpus_are_its_guests_vcpus() =>
        Assert.StartsWith(
            "Undecided: host inner has 2 CPUs and the guest l1, in which it runs, 1",
            Foreseen.Run(
                Nested("program own on inner using inner_gpu { buffer b = 4KiB wb }")
                    .Replace("vcpus = 2", "", StringComparison.Ordinal),
                "own"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "device other on metal { outer = gpu }",
        "`metal` runs in no guest, so its devices are no devices of another machine"
    )]
    [InlineData(
        "device other on inner { outer = inner_gpu }",
        "`inner` runs in a guest on `metal`, and `inner_gpu` is no device of that host"
    )]
    public void An_outer_device_is_one_of_the_host_below(string device, string message) =>
        Assert.Contains(message, Checked.Text(Nested(device)).Findings.Select(finding => finding.Message));

    /// <summary>An error in what the machine below is taken for leaves no coherent verdict above it.</summary>
    [Fact]
    public void An_error_in_the_real_unit_leaves_no_verdict() =>
        Assert.StartsWith(
            "Undecided",
            Foreseen.Run(Nested(unit: "snoop_control = perhaps", more: ""), "flip"),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_upgrade_of_the_machine_starts_what_is_on_it_anew() =>
        Assert.Equal(
            ["ok", "ok", "ok", "ok", "ok"],
            Checked
                .Text(
                    Nested(
                        """
                        scenario s {
                          attach gpu to space
                          attach inner_gpu to inner_space
                          upgrade metal to 6.19
                        }
                        """
                    )
                )
                .System.Timelines[0]
                .Kernel.Operations.Select(outcome => outcome.Result)
        );
}
