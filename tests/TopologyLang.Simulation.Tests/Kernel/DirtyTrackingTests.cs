using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>QEMU with iommufd asks for dirty tracking, and the driver then makes tables that have it.</summary>
public class DirtyTrackingTests
{
    /// <summary>A v1 table has FC, and so blocks no-snoop; the command line says v2.</summary>
    [Theory]
    [InlineData("6.12", true, "qemu", null, "v1")]
    [InlineData("6.13", false, "qemu", null, "v2")]
    [InlineData("6.13", true, "qemu", null, "v1")]
    [InlineData("7.3", true, "qemu", "9.1", "v1")]
    [InlineData("7.3", true, "qemu", "9.0", "v2")]
    [InlineData("7.3", true, "cloud-hypervisor", null, "v2")]
    public void AMD_v1_where_the_unit_has_dirty_bits(
        string kernel,
        bool hasBits,
        string vmm,
        string? version,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Given(
                Amd(kernel)
                    .AmdVi("unit", AmdPageTable.V2, u => u with { DirtyTracking = hasBits })
                    .Device("nic", "unit"),
                vmm,
                version
            )
                is Translation.Amd { Table: AmdPageTable.V1 }
                ? "v1"
                : "v2"
        );

    [Theory]
    [InlineData("6.12", false, "SecondStage")]
    [InlineData("6.13", false, "FirstStage")]
    [InlineData("6.13", true, "SecondStage")]
    [InlineData("7.3", true, "SecondStage")]
    public void Second_stage_of_VTd_where_the_unit_has_dirty_bits(string kernel, bool hasBits, string expected) =>
        Assert.Equal(
            expected,
            Assert
                .IsType<Translation.Vtd>(
                    Given(
                        Intel(kernel).Vtd("unit", true, u => Scalable(u, hasBits)).Device("nic", "unit"),
                        "qemu",
                        null
                    )
                )
                .Stage.ToString()
        );

    [Fact]
    public void A_domain_that_no_guest_uses_is_made_as_the_kernel_chooses() =>
        Assert.Equal(
            PageTableStage.FirstStage,
            Assert
                .IsType<Translation.Vtd>(
                    Intel("7.3")
                        .Vtd("unit", true, u => Scalable(u, true))
                        .Device("nic", "unit")
                        .Domain("space", DomainApi.Iommufd, "nic")
                        .Run()
                        .End.DeviceOf("nic")
                        .Translation
                )
                .Stage
        );

    /// <summary>It gets a table of its own, without dirty tracking.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void A_device_of_a_unit_without_dirty_bits_does_not_join(bool second, int tables) =>
        Assert.Equal(
            tables,
            Amd("7.3")
                .AmdVi("one", with: u => u with { DirtyTracking = true })
                .AmdVi("two", with: u => u with { DirtyTracking = second })
                .Device("nic", "one")
                .Device("disk", "two")
                .Domain("space", DomainApi.Iommufd, "nic", "disk")
                .Guest("vm", "space", "nic", "disk")
                .Run()
                .End.DomainOf("space")
                .HardwareDomains
        );

    private static Iommu Scalable(Iommu unit, bool hasBits) =>
        unit with
        {
            ScalableMode = true,
            FirstStage = true,
            SecondStage = true,
            DirtyTracking = hasBits,
        };

    private static Translation Given(Machine machine, string vmm, string? version) =>
        machine
            .Domain("space", DomainApi.Iommufd, "nic")
            .Guest(
                new Guest
                {
                    Name = "vm",
                    Host = "host",
                    Vmm = vmm,
                    VmmVersion = version is null ? null : Version.Parse(version),
                    Assign = [new Assignment("nic", "space")],
                }
            )
            .Run()
            .End.DeviceOf("nic")
            .Translation;
}
