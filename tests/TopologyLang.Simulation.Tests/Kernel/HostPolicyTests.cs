using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// What else than the command line makes the default domain of a device: external ports, listed graphics.
/// </summary>
public class HostPolicyTests
{
    [Theory]
    [InlineData(null, false, "table")]
    [InlineData("iommu=pt", false, "identity")]
    [InlineData("iommu=pt", true, "table")]
    public void A_device_on_an_external_port_is_translated(string? options, bool external, string expected) =>
        Assert.Equal(expected, Default(Dock("7.2", external, options), "dock"));

    [Theory]
    [InlineData("5.15", "EINVAL")]
    [InlineData("7.3", "EINVAL")]
    public void And_gets_no_identity_domain(string kernel, string result) =>
        Assert.Equal([result], Dock(kernel, true).Domain("plain", DomainApi.Identity, "dock").Results());

    [Fact]
    public void One_such_member_decides_for_its_group() =>
        Assert.Equal(
            "table",
            Default(
                Intel("7.2", h => h with { KernelOptions = "iommu=pt" })
                    .Vtd("unit", true)
                    .Device("dock", "unit", with: d => d with { External = true, Group = "g" })
                    .Device("nic", "unit", with: d => d with { Group = "g" }),
                "nic"
            )
        );

    /// <summary>AMD's driver wants identity for a device with PASID, but not for an untrusted one.</summary>
    [Theory]
    [InlineData(false, "identity")]
    [InlineData(true, "table")]
    public void It_goes_before_what_the_driver_demands(bool external, string expected) =>
        Assert.Equal(
            expected,
            Default(
                Amd("7.2")
                    .AmdVi("unit")
                    .Device("dock", "unit", with: d => d with { Pasid = true, External = external }),
                "dock"
            )
        );

    /// <summary>pci_ats_supported().</summary>
    [Theory]
    [InlineData(false, "ok")]
    [InlineData(true, "EINVAL")]
    public void It_gets_no_ATS_and_so_no_process_of_VTd(bool external, string result) =>
        Assert.Equal(
            [result],
            Intel("7.3")
                .Vtd("unit", true, u => u with { ScalableMode = true, FirstStage = true, Pasid = true })
                .Device("dock", "unit", with: d => d with { Ats = true, Pasid = true, External = external })
                .Domain("process", DomainApi.Sva, "dock")
                .Results()
        );

    /// <summary>quirk_iommu_igfx(): G4x, QM57, Broadwell; Q35's since updates of May 2026.</summary>
    [Theory]
    [InlineData("8086:2e30", "6.12", "none")]
    [InlineData("8086:0044", "6.12", "none")]
    [InlineData("8086:1616", "6.12", "none")]
    [InlineData("8086:0046", "6.12", "table")]
    [InlineData("8086:29b2", "6.12.90", "table")]
    [InlineData("8086:29b2", "6.12.91", "none")]
    [InlineData("8086:29b2", "6.1.174", "table")]
    [InlineData("8086:29b2", "6.1.175", "none")]
    [InlineData("8086:29b2", "7.0", "table")]
    [InlineData("8086:29b2", "7.1", "none")]
    [InlineData(null, "6.12", "table")]
    public void A_unit_of_listed_graphics_alone_is_unused(string? id, string kernel, string expected) =>
        Assert.Equal(
            expected,
            Default(
                Intel(kernel).Vtd("gfx", true).Device("igpu", "gfx", with: d => d with { Class = "gpu", PciId = id }),
                "igpu"
            )
        );

    [Theory]
    [InlineData("6.12", "table")]
    [InlineData("6.1.192", "table")]
    public void A_unit_with_other_devices_is_used(string kernel, string expected) =>
        Assert.Equal(expected, Default(Shared(kernel, null), "igpu"));

    /// <summary>IDENTMAP_GFX, gone with ba00196ca41c (6.10).</summary>
    [Theory]
    [InlineData("6.1.192", "identity")]
    [InlineData("6.9", "identity")]
    [InlineData("6.10", "table")]
    public void Igfx_off_leaves_graphics_of_a_shared_unit_untranslated_before_6_10(string kernel, string expected) =>
        Assert.Equal(expected, Default(Shared(kernel, "intel_iommu=igfx_off"), "igpu"));

    private static Machine Shared(string kernel, string? options) =>
        Intel(kernel, h => h with { KernelOptions = options })
            .Vtd("unit", true)
            .Device("igpu", "unit", with: d => d with { Class = "gpu", PciId = "8086:1616" })
            .Device("nic", "unit");

    private static Machine Dock(string kernel, bool external, string? options = null) =>
        Intel(kernel, h => h with { KernelOptions = options })
            .Vtd("unit", true)
            .Device("dock", "unit", with: d => d with { External = external });

    private static string Default(Machine machine, string device) =>
        machine.Run().End.DeviceOf(device).Translation switch
        {
            Translation.Identity => "identity",
            Translation.None => "none",
            _ => "table",
        };
}
