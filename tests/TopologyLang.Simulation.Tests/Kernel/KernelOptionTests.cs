using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>What the command line makes of a device that nobody has attached to anything.</summary>
public class KernelOptionTests
{
    [Theory]
    [InlineData(null, "table")]
    [InlineData("iommu=pt", "identity")]
    [InlineData("iommu=nopt", "table")]
    [InlineData("iommu=pt iommu=nopt", "table")]
    [InlineData("iommu=soft,pt", "identity")]
    [InlineData("iommu.passthrough=1", "identity")]
    [InlineData("iommu.passthrough=yes", "identity")]
    [InlineData("iommu.passthrough=0 iommu=pt", "identity")]
    [InlineData("iommu=pt iommu.passthrough=off", "table")]
    [InlineData("intel_iommu=on", "table")]
    [InlineData("intel_iommu=off", "none")]
    [InlineData("intel_iommu=off,on", "table")]
    [InlineData("iommu=off intel_iommu=on", "none")]
    [InlineData("intel_iommu=igfx_off", "none")]
    [InlineData("amd_iommu=off", "table")]
    [InlineData("quiet splash", "table")]
    public void The_default_of_a_graphics_device_behind_VTd(string? options, string expected) =>
        Assert.Equal(expected, Graphics("6.12", options));

    /// <summary>
    /// Debian's patch "Add option to exclude integrated GPU only" (6.1.170, 6.1.192, 6.12.95, 6.12.117, 7.2.13, 7.3.4).
    /// </summary>
    [Theory]
    [InlineData("6.12", null, "table")]
    [InlineData("6.12", "intel_iommu=intgpu_off", "identity")]
    [InlineData("6.12", "intel_iommu=intgpu_off,on", "table")]
    [InlineData("Debian 6.12.95-1", null, "identity")]
    [InlineData("6.12.95+deb13-amd64", "intel_iommu=on", "table")]
    [InlineData("6.12.95+deb13-amd64", "iommu=nopt", "identity")]
    [InlineData("6.8.12-9-pve", null, "table")]
    public void Debian_leaves_integrated_graphics_in_an_identity_domain(
        string kernel,
        string? options,
        string expected
    ) => Assert.Equal(expected, Graphics(kernel, options));

    [Fact]
    public void Such_a_device_cannot_get_the_DMA_API() =>
        Assert.Equal(
            ["EINVAL"],
            Machine("6.12.95+deb13-amd64", null).Domain("dma", DomainApi.DmaApi, "igpu").Results()
        );

    [Fact]
    public void What_passthrough_made_identity_can_still_get_the_DMA_API() =>
        Assert.Equal(["ok"], Machine("6.12", "iommu=pt").Domain("dma", DomainApi.DmaApi, "igpu").Results());

    [Theory]
    [InlineData("6.11", "identity")]
    [InlineData("6.12", "table")]
    public void Passthrough_needs_a_unit_that_has_it_since_6_12(string kernel, string expected) =>
        Assert.Equal(expected, Graphics(kernel, "iommu=pt", u => u with { PassThrough = false }));

    [Theory]
    [InlineData("amd_iommu=off", true)]
    [InlineData("iommu=off", true)]
    [InlineData("intel_iommu=off", false)]
    public void Each_driver_has_its_own_switch(string options, bool off) =>
        Assert.Equal(
            off,
            Amd("6.12", h => h with { KernelOptions = options })
                .AmdVi("unit")
                .Device("nic", "unit")
                .Run()
                .End.DeviceOf("nic")
                .Translation is Translation.None
        );

    [Fact]
    public void On_Arm_iommu_pt_means_nothing() =>
        Assert.IsType<Translation.Arm>(
            Arm("6.12", h => h with { KernelOptions = "iommu=pt" })
                .Smmu("unit")
                .Device("nic", "unit")
                .Run()
                .End.DeviceOf("nic")
                .Translation
        );

    private static string Graphics(string kernel, string? options, Func<Iommu, Iommu>? unit = null) =>
        Machine(kernel, options, unit).Run().End.DeviceOf("igpu").Translation switch
        {
            Translation.Identity => "identity",
            Translation.None => "none",
            _ => "table",
        };

    private static Machine Machine(string kernel, string? options, Func<Iommu, Iommu>? unit = null)
    {
        var release = KernelRelease.Parse(kernel)!;
        return Intel(release.Version.ToString(), h => h with { VendorKernel = release.Vendor, KernelOptions = options })
            .Vtd("gfx", true, unit)
            .Device("igpu", "gfx", with: d => d with { Class = "gpu", Address = "0000:00:02.0" });
    }
}
