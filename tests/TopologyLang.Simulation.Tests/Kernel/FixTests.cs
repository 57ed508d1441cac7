using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>Fixes that stable updates have too: each is a row, and a version is answered from it.</summary>
public class FixTests
{
    public static TheoryData<string> Names => new(Fixes.All.Select(fix => fix.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_first_version_has_it_and_the_one_below_has_not(string name)
    {
        var fix = Fixes.Find(name)!;

        Assert.Equal(Presence.Yes, fix.PresenceIn(fix.Mainline));
        Assert.All(
            fix.Stable,
            version =>
            {
                Assert.True(version < fix.Mainline);
                Assert.Equal(Presence.Yes, fix.PresenceIn(version));
                Assert.Equal(Presence.Yes, fix.PresenceIn(version with { Patch = version.Patch + 1 }));
                Assert.Equal(Presence.No, fix.PresenceIn(version with { Patch = version.Patch - 1 }));
                Assert.Equal(Presence.No, fix.PresenceIn(version.Release));
            }
        );
    }

    [Fact]
    public void Each_has_a_name_and_a_number_of_its_own()
    {
        Assert.Equal(Fixes.All.Length, Fixes.All.Select(fix => fix.Name).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, Fixes.All.Length), Fixes.All.Select(fix => fix.Number));
        Assert.All(Fixes.All, fix => Assert.Matches("^[0-9a-f]{12}$", fix.Commit));
    }

    /// <summary>Read are 6.1 up to 6.1.192, 6.6 up to 6.6.87 and 6.18 up to 6.18.35; 6.17 has ended.</summary>
    [Theory]
    [InlineData("kvm-guest-pat-quirk", "6.6.87", Presence.No)]
    [InlineData("kvm-guest-pat-quirk", "6.6.88", Presence.Either)]
    [InlineData("kvm-guest-pat-quirk", "6.1.192", Presence.No)]
    [InlineData("kvm-guest-pat-quirk", "6.1.193", Presence.Either)]
    [InlineData("kvm-guest-pat-quirk", "6.12.90", Presence.Yes)]
    [InlineData("kvm-guest-pat-quirk", "6.14.11", Presence.No)]
    [InlineData("vtd-sva-coherent-walk", "6.18.35", Presence.No)]
    [InlineData("vtd-sva-coherent-walk", "6.18.36", Presence.Either)]
    [InlineData("vtd-sva-coherent-walk", "7.1.6", Presence.Either)]
    [InlineData("vtd-sva-coherent-walk", "6.17.20", Presence.No)]
    [InlineData("vtd-q35-graphics", "6.18", Presence.No)]
    [InlineData("vtd-q35-graphics", "6.18.34", Presence.Either)]
    [InlineData("sva-off-on-x86", "6.17.20", Presence.No)]
    [InlineData("sva-on-again", "6.12.200", Presence.No)]
    public void What_came_after_the_last_update_that_was_read_is_not_known(
        string name,
        string kernel,
        Presence expected
    ) => Assert.Equal(expected, Fixes.Find(name)!.PresenceIn(KernelVersion.Parse(kernel)));

    [Fact]
    public void A_kernel_may_have_it_besides()
    {
        var kernel = KernelVersion.Parse("6.8.12");

        Assert.False(Fixes.SvaOffOnX86.IsIn(kernel));
        Assert.True(Fixes.SvaOffOnX86.IsIn(Fixes.SvaOffOnX86.AddedTo(kernel)));
        Assert.False(Fixes.SvaOnAgain.IsIn(Fixes.SvaOffOnX86.AddedTo(kernel)));
    }

    /// <summary>CVE-2025-71089, and CVE-2025-71202, which switches it on again.</summary>
    [Theory]
    [InlineData("5.15.199", "ok")]
    [InlineData("5.15.200", "EOPNOTSUPP")]
    [InlineData("6.1.162", "ok")]
    [InlineData("6.1.163", "EOPNOTSUPP")]
    [InlineData("6.6.120", "EOPNOTSUPP")]
    [InlineData("6.12.63", "ok")]
    [InlineData("6.12.117", "EOPNOTSUPP")]
    [InlineData("6.17.9", "ok")]
    [InlineData("6.18.3", "ok")]
    [InlineData("6.18.4", "EOPNOTSUPP")]
    [InlineData("6.18.6", "EOPNOTSUPP")]
    [InlineData("6.18.7", "ok")]
    [InlineData("6.19", "ok")]
    [InlineData("7.3.4", "ok")]
    public void No_device_of_x86_is_bound_to_a_process_while_SVA_is_off(string kernel, string result) =>
        Assert.Equal([result], Accelerator(kernel, CpuVendor.Intel).Results());

    [Theory]
    [InlineData("6.12.63", "ok")]
    [InlineData("6.12.64", "EOPNOTSUPP")]
    [InlineData("6.18.5", "EOPNOTSUPP")]
    [InlineData("6.18.7", "ok")]
    public void Neither_behind_AMD_Vi(string kernel, string result) =>
        Assert.Equal([result], Accelerator(kernel, CpuVendor.Amd).Results());

    [Fact]
    public void Arm_is_not_concerned() =>
        Assert.Equal(
            ["ok"],
            Arm("6.12.117")
                .Smmu("unit")
                .Device("acc", "unit", with: d => d with { Pasid = true })
                .Domain("process", DomainApi.Sva, "acc")
                .Results()
        );

    /// <summary>Before 6.16 the driver's own refusal comes first, since then the core's.</summary>
    [Theory]
    [InlineData("6.12.117", "ENODEV")]
    [InlineData("6.18.5", "EOPNOTSUPP")]
    public void Which_refusal_answers_depends_on_who_is_asked_first(string kernel, string result) =>
        Assert.Equal([result], Accelerator(kernel, CpuVendor.Intel, u => u with { Pasid = false }).Results());

    /// <summary>ECAP.SMPWC. Source: drivers/iommu/intel/svm.c:intel_svm_check (6.12.117, 7.3.4).</summary>
    [Theory]
    [InlineData("6.12.63", "ok")]
    [InlineData("6.12.101", "ENODEV")]
    [InlineData("6.1.183", "ENODEV")]
    [InlineData("7.1.5", "ok")]
    [InlineData("7.2", "ENODEV")]
    public void Vtd_binds_only_where_first_stage_walks_are_coherent(string kernel, string result) =>
        Assert.Equal([result], Accelerator(kernel, CpuVendor.Intel, u => u with { CoherentWalk = false }).Results());

    [Theory]
    [InlineData("5.15.49", false)]
    [InlineData("5.15.50", true)]
    [InlineData("5.16", false)]
    [InlineData("5.18.5", false)]
    [InlineData("5.18.6", true)]
    [InlineData("5.19", true)]
    public void Arm64_cleans_what_a_device_will_write(string kernel, bool cleans)
    {
        var host = Arm(kernel).Topology.Hosts[0];

        Assert.Equal(
            cleans ? SyncEffect.Clean : SyncEffect.Invalidate,
            SyncTable.Find(host)!.ForDevice(DmaDirection.FromDevice)
        );
    }

    [Fact]
    public void A_refusal_names_the_fix_that_it_depends_on()
    {
        var refused = Accelerator("6.12.117", CpuVendor.Intel).Run().Operations[0].Chain[^1];

        Assert.Equal("sva-off-on-x86", refused.Fix);
        Assert.Contains("6.12.64", refused.Text, StringComparison.Ordinal);
        Assert.Contains("72f98ef9a4be", refused.Text, StringComparison.Ordinal);
    }

    private static Machine Accelerator(string kernel, CpuVendor vendor, Func<Iommu, Iommu>? unit = null)
    {
        Iommu With(Iommu one) => unit?.Invoke(one) ?? one;
        var machine =
            vendor == CpuVendor.Amd
                ? Amd(kernel).AmdVi("unit")
                : Intel(kernel).Vtd("unit", true, u => With(u with { ScalableMode = true, FirstStage = true }));
        return machine
            .Device("acc", "unit", with: d => d with { Pasid = true, Ats = true })
            .Domain("process", DomainApi.Sva, "acc");
    }
}
