using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Topology;

/// <summary>A kernel as it names itself: which upstream version it is, and what else it may carry.</summary>
public class KernelReleaseTests
{
    [Theory]
    [InlineData("6.8.12-9-pve", "6.8.12", "Proxmox", Carried.LaterFixes)]
    [InlineData("6.14.8-2-pve", "6.14.8", "Proxmox", Carried.LaterFixes)]
    [InlineData("5.15.0-122-generic", "5.15", "Ubuntu", Carried.LaterCode)]
    [InlineData("6.8.0-1015-aws", "6.8", "Ubuntu", Carried.LaterCode)]
    [InlineData("6.14.0-1015-nvidia-64k", "6.14", "Ubuntu", Carried.LaterCode)]
    [InlineData("Ubuntu 5.15.0-122.132-generic 5.15.163", "5.15.163", "Ubuntu", Carried.LaterFixes)]
    [InlineData("6.1.0-28-amd64", "6.1", "Debian", Carried.SomeUpdate)]
    [InlineData("6.1.0-28-rt-amd64", "6.1", "Debian", Carried.SomeUpdate)]
    [InlineData("6.1.0-0.deb11.11-amd64", "6.1", "Debian", Carried.SomeUpdate)]
    [InlineData("6.12.48+deb13-amd64", "6.12.48", "Debian", Carried.Nothing)]
    [InlineData("6.12.12+bpo-arm64", "6.12.12", "Debian", Carried.Nothing)]
    [InlineData("6.10.11-amd64", "6.10.11", "Debian", Carried.Nothing)]
    [InlineData("Debian 6.1.119-1", "6.1.119", "Debian", Carried.Nothing)]
    [InlineData("5.14.0-570.el9", "5.14", "RHEL", Carried.LaterCode)]
    [InlineData("5.14.0-570.12.1.el9_6.x86_64", "5.14", "RHEL", Carried.LaterCode)]
    [InlineData("4.18.0-553.el8_10.x86_64", "4.18", "RHEL", Carried.LaterCode)]
    [InlineData("6.12.0-55.9.1.el10_0.x86_64", "6.12", "RHEL", Carried.LaterCode)]
    [InlineData("6.11.4-301.fc41.x86_64", "6.11.4", "Fedora", Carried.LaterCode)]
    [InlineData("6.4.0-150600.23.25-default", "6.4", "unknown vendor", Carried.LaterCode)]
    [InlineData("6.12.1-arch1-1", "6.12.1", "unknown vendor", Carried.LaterCode)]
    [InlineData("6.8.0+", "6.8", "unknown vendor", Carried.LaterCode)]
    [InlineData("6.1-rc7", "6.0", "a release candidate", Carried.LaterCode)]
    [InlineData("7.0.0-rc1", "6.19", "a release candidate", Carried.LaterCode)]
    public void A_vendors_kernel_is_known_by_its_name(string text, string version, string vendor, Carried carries) =>
        Assert.Equal(
            new KernelRelease(KernelVersion.Parse(version), new VendorKernel(text, vendor, carries)),
            KernelRelease.Parse(text)
        );

    [Theory]
    [InlineData("6.8")]
    [InlineData("6.12.90")]
    public void A_number_is_a_kernel_of_kernel_org(string text) =>
        Assert.Equal(new KernelRelease(KernelVersion.Parse(text), null), KernelRelease.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("newest")]
    [InlineData("6")]
    [InlineData("6.8.")]
    [InlineData("v6.8")]
    public void Anything_else_is_none(string text) => Assert.Null(KernelRelease.Parse(text));

    /// <summary>The words of the build say more than the name that stays.</summary>
    [Theory]
    [InlineData(
        "Linux pc 6.1.0-28-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22) x86_64 GNU/Linux",
        "6.1.119",
        Carried.Nothing
    )]
    [InlineData("Linux 6.1.0-28-amd64 x86_64", "6.1", Carried.SomeUpdate)]
    [InlineData(
        "Linux pc 6.12.48+deb13-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20) x86_64 GNU/Linux",
        "6.12.48",
        Carried.Nothing
    )]
    [InlineData(
        "Linux pve 6.8.12-9-pve #1 SMP PREEMPT_DYNAMIC PMX 6.8.12-9 (2025-03-16T19:18Z) x86_64 GNU/Linux",
        "6.8.12",
        Carried.LaterFixes
    )]
    [InlineData(
        "Linux pc 6.8.0-45-generic #45-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug 30 12:02:04 UTC 2024 x86_64",
        "6.8",
        Carried.LaterCode
    )]
    [InlineData(
        "Linux 6.8.0-45-generic #45-Ubuntu SMP x86_64\nUbuntu 6.8.0-45.45-generic 6.8.12\n",
        "6.8.12",
        Carried.LaterFixes
    )]
    [InlineData(
        "5.15.0-122-generic (buildd@lcy02) (gcc 11.4.0) #132-Ubuntu SMP Thu Aug 29 (Ubuntu 5.15.0-122.132-generic "
            + "5.15.163)",
        "5.15.163",
        Carried.LaterFixes
    )]
    [InlineData(
        "7.2.12+deb13-amd64 (debian-kernel@lists.debian.org) (x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0, GNU "
            + "ld (GNU Binutils for Debian) 2.44) #1 SMP PREEMPT_DYNAMIC Debian 7.2.12-1~bpo13+1 (2026-11-04)",
        "7.2.12",
        Carried.Nothing
    )]
    [InlineData(
        "6.1.0-28-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for "
            + "Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)",
        "6.1.119",
        Carried.Nothing
    )]
    [InlineData(
        "6.8.12-9-pve (build@proxmox) (gcc (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP "
            + "PREEMPT_DYNAMIC PMX 6.8.12-9 (2025-03-16T19:18Z) ()",
        "6.8.12",
        Carried.LaterFixes
    )]
    [InlineData(
        "6.12.3 (me@pc) (gcc (Debian 14.2.0-19) 14.2.0, GNU ld (GNU Binutils for Debian) 2.44) #5 SMP Thu Aug 29",
        "6.12.3",
        null
    )]
    [InlineData(
        "Linux rhel 5.14.0-570.12.1.el9_6.x86_64 #1 SMP PREEMPT_DYNAMIC Fri Apr 4 x86_64 x86_64 x86_64 GNU/Linux",
        "5.14",
        Carried.LaterCode
    )]
    public void It_is_found_in_a_longer_text(string text, string version, Carried? carries)
    {
        var found = KernelRelease.Find(text)!;

        Assert.Equal((KernelVersion.Parse(version), carries), (found.Version, found.Vendor?.Carries));
    }

    [Fact]
    public void Without_more_than_a_number_it_is_one_of_kernel_org() =>
        Assert.Equal(
            new KernelRelease(KernelVersion.Parse("6.12.5"), null),
            KernelRelease.Find("Linux pc 6.12.5 #1 SMP x86_64 GNU/Linux")
        );
}
