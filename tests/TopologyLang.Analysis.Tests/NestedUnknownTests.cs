using static TopologyLang.Analysis.Tests.NestedHost;

namespace TopologyLang.Analysis.Tests;

/// <summary>Hosts in guests of which nothing is decided, and what the answer says is missing.</summary>
public class NestedUnknownTests
{
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

    /// <summary>An error in what the machine below is taken for leaves no coherent verdict above it.</summary>
    [Fact]
    public void An_error_in_the_real_unit_leaves_no_verdict() =>
        Assert.StartsWith(
            "Undecided",
            Foreseen.Run(Nested(unit: "snoop_control = perhaps", more: ""), "flip"),
            StringComparison.Ordinal
        );
}
