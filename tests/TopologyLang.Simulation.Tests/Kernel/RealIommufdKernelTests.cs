using System.Globalization;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// What Linux 7.2.12, built with CONFIG_IOMMUFD and CONFIG_VFIO_NOIOMMU, said under QEMU: bind is
/// VFIO_DEVICE_BIND_IOMMUFD, dma_cc VFIO_DMA_CC_IOMMU of the IOAS, kvm whether a real guest's WBINVD was emulated after
/// the file was given to kvm-vfio.
/// </summary>
public class RealIommufdKernelTests
{
    /// <summary>case cap ecap bind dma_cc kvm</summary>
    private const string Measured = """
        vtd-sc0 80d2008c222f0686 f00f4a ok 0 emulated
        vtd-sc1 80d2008c222f0686 f00fca ok 1 ignored
        vtd-sm-sc0 80d2008c222f0686 480080f00f4a ok 0 emulated
        vtd-sm-sc1 80d2008c222f0686 480080f00fca ok 1 ignored
        vtd-fl-sc0 81d2008c222f0606 880000f00f4a ok 0 emulated
        vtd-fl-sc1 81d2008c222f0606 880000f00fca ok 1 ignored
        vtd-pt-sc1 80d2008c222f0606 f00fca ok 1 ignored
        vtd-noir 80d2008c222f0606 fc2 EPERM - -
        amdvi - - ok 1 ignored
        x86-virtio-flat - - EPERM - -
        """;

    public static TheoryData<string> Rows() => [.. Measured.Split('\n', StringSplitOptions.TrimEntries)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_simulation_answers_as_the_real_kernel_did(string row)
    {
        var measured = row.Split(' ');
        var (bind, dmaCc, kvm) = (measured[3], measured[4], measured[5]);

        var result = WithUnit(measured[0], measured[1], measured[2])
            .Device("nic", "unit")
            .Domain("ioas", DomainApi.Iommufd, "nic")
            .Guest("win", "ioas", "nic")
            .Run();

        Assert.Equal(bind, result.Operations[0].Result);
        Assert.Equal(
            dmaCc switch
            {
                "1" => true,
                "0" => false,
                _ => (bool?)null,
            },
            result.End.DomainOf("ioas").Enforced
        );
        if (kvm != "-")
        {
            Assert.Equal(kvm == "emulated" ? WbinvdMode.Emulated : WbinvdMode.Nop, result.End.GuestOf("win").Wbinvd);
        }
    }

    /// <summary>
    /// No IOMMU and enable_unsafe_noiommu_mode: bound, VFIO_NOIOMMU_IOMMU set, VFIO_DMA_CC_IOMMU 0, WBINVD emulated.
    /// </summary>
    [Fact]
    public void Without_an_iommu_the_simulation_answers_as_the_real_kernel_did()
    {
        var result = Machine
            .Intel("7.2.12", h => h with { NoIommuMode = true })
            .Device("nic", null)
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("win", "space", "nic")
            .Run();

        Assert.Equal("ok", result.Operations[0].Result);
        Assert.False(result.End.DomainOf("space").Enforced);
        Assert.Equal(WbinvdMode.Emulated, result.End.GuestOf("win").Wbinvd);
    }

    private static Machine WithUnit(string name, string cap, string ecap)
    {
        if (name == "amdvi")
        {
            return Machine.Amd("7.2.12").AmdVi("unit");
        }

        if (name == "x86-virtio-flat")
        {
            return Machine
                .Intel("7.2.12")
                .Unit(
                    new Iommu
                    {
                        Name = "unit",
                        Host = "host",
                        Model = IommuModel.Virtio,
                    }
                );
        }

        return Machine.Intel("7.2.12").Vtd("unit", new VtdRegisters(Hex(cap), Hex(ecap)));
    }

    private static ulong Hex(string digits) =>
        ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
