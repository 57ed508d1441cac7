using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// What stock Debian kernels said under QEMU, x86 machines through VFIO's containers: bind is the vfio-pci probe,
/// set_iommu the errno of VFIO_SET_IOMMU, dma_cc VFIO_DMA_CC_IOMMU afterwards, kvm whether a real guest's WBINVD was
/// emulated after the group was given to kvm-vfio.
/// </summary>
public class RealKernelTests
{
    /// <summary>case kernel device mode bind set_iommu dma_cc kvm</summary>
    private const string Measured = """
        amdvi 6.12.107 0000:00:03.0 strict vfio-pci 0 1 wbinvd-ignored
        amdvi 6.12.107 0000:01:00.0 strict vfio-pci 0 1 wbinvd-ignored
        amdvi 6.12.107 0000:02:01.0 strict vfio-pci 0 1 wbinvd-ignored
        amdvi 7.2.12 0000:00:03.0 strict vfio-pci 0 1 wbinvd-ignored
        amdvi 7.2.12 0000:01:00.0 strict vfio-pci 0 1 wbinvd-ignored
        amdvi 7.2.12 0000:02:01.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-fl-sc1 7.2.12 0000:00:03.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-fl-sc1 7.2.12 0000:01:00.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-fl-sc1 7.2.12 0000:02:01.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-noir 7.2.12 0000:00:03.0 strict vfio-pci SET_IOMMU_TYPE1v2:errno=1 - -
        vtd-noir 7.2.12 0000:01:00.0 strict vfio-pci SET_IOMMU_TYPE1v2:errno=1 - -
        vtd-noir 7.2.12 0000:02:01.0 strict vfio-pci SET_IOMMU_TYPE1v2:errno=1 - -
        vtd-noir 7.2.12 0000:00:03.0 unsafe vfio-pci 0 1 wbinvd-ignored
        vtd-noir 7.2.12 0000:01:00.0 unsafe vfio-pci 0 1 wbinvd-ignored
        vtd-noir 7.2.12 0000:02:01.0 unsafe vfio-pci 0 1 wbinvd-ignored
        vtd-sc0 6.12.107 0000:00:03.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sc0 6.12.107 0000:01:00.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sc0 6.12.107 0000:02:01.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sc0 7.2.12 0000:00:03.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sc0 7.2.12 0000:01:00.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sc0 7.2.12 0000:02:01.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sc1 6.12.107 0000:00:03.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-sc1 6.12.107 0000:01:00.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-sc1 6.12.107 0000:02:01.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-sc1 7.2.12 0000:00:03.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-sc1 7.2.12 0000:01:00.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-sc1 7.2.12 0000:02:01.0 strict vfio-pci 0 1 wbinvd-ignored
        vtd-sm-sc0 7.2.12 0000:00:03.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sm-sc0 7.2.12 0000:01:00.0 strict vfio-pci 0 0 wbinvd-emulated
        vtd-sm-sc0 7.2.12 0000:02:01.0 strict vfio-pci 0 0 wbinvd-emulated
        x86-none 7.2.12 0000:00:03.0 strict REFUSED no-group - -
        x86-none 7.2.12 0000:01:00.0 strict REFUSED no-group - -
        x86-none 7.2.12 0000:02:01.0 strict REFUSED no-group - -
        x86-virtio-flat 7.2.12 0000:00:03.0 strict vfio-pci SET_IOMMU_TYPE1v2:errno=1 - -
        x86-virtio-flat 7.2.12 0000:01:00.0 strict vfio-pci SET_IOMMU_TYPE1v2:errno=1 - -
        x86-virtio-flat 7.2.12 0000:00:07.0 strict vfio-pci SET_IOMMU_TYPE1v2:errno=1 - -
        x86-virtio-flat 7.2.12 0000:00:03.0 unsafe vfio-pci 0 0 wbinvd-emulated
        x86-virtio-flat 7.2.12 0000:01:00.0 unsafe vfio-pci 0 0 wbinvd-emulated
        x86-virtio-flat 7.2.12 0000:00:07.0 unsafe vfio-pci 0 0 wbinvd-emulated
        """;

    /// <summary>CAP and ECAP as the kernel printed them at boot.</summary>
    private static readonly Dictionary<string, VtdRegisters> Units = new()
    {
        ["vtd-sc0"] = new(0x80d2008c222f0686, 0xf00f4a),
        ["vtd-sc1"] = new(0x80d2008c222f0686, 0xf00fca),
        ["vtd-sm-sc0"] = new(0x80d2008c222f0686, 0x480080f00f4a),
        ["vtd-fl-sc1"] = new(0x81d2008c222f0606, 0x880000f00fca),
        ["vtd-noir"] = new(0x80d2008c222f0606, 0xfc2),
    };

    public static TheoryData<string> Rows() => [.. Measured.Split('\n', StringSplitOptions.TrimEntries)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_simulation_answers_as_the_real_kernel_did(string row)
    {
        var measured = row.Split(' ');
        var (name, kernel, device, mode) = (measured[0], measured[1], measured[2], measured[3]);
        var (bind, setIommu, dmaCc, kvm) = (measured[4], measured[5], measured[6], measured[7]);

        var result = On(name, kernel, mode == "unsafe")
            .Device(device, name == "x86-none" ? null : "unit")
            .Domain("space", DomainApi.VfioType1, device)
            .Guest("win", "space", device)
            .Run();

        Assert.Equal(
            bind == "REFUSED" ? "EINVAL"
                : setIommu.EndsWith("errno=1", StringComparison.Ordinal) ? "EPERM"
                : "ok",
            result.Operations[0].Result
        );
        Assert.Equal(
            dmaCc switch
            {
                "1" => true,
                "0" => false,
                _ => (bool?)null,
            },
            result.End.DomainOf("space").Enforced
        );
        if (kvm != "-")
        {
            Assert.Equal(
                kvm == "wbinvd-emulated" ? WbinvdMode.Emulated : WbinvdMode.Nop,
                result.End.GuestOf("win").Wbinvd
            );
        }
    }

    private static Machine On(string name, string kernel, bool allowUnsafe)
    {
        var machine = Machine.Intel(kernel, h => h with { AllowUnsafeInterrupts = allowUnsafe });
        return name switch
        {
            "x86-none" => machine,
            "amdvi" => machine.AmdVi("unit"),
            "x86-virtio-flat" => machine.Unit(
                new Iommu
                {
                    Name = "unit",
                    Host = "host",
                    Model = IommuModel.Virtio,
                }
            ),
            _ => machine.Vtd("unit", Units[name]),
        };
    }
}
