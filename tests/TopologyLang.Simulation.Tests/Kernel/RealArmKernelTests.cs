using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// What stock Debian kernels said under QEMU's Arm virt machine, through VFIO's containers: bind is the vfio-pci probe,
/// set_iommu the errno of the container's set-up, dma_cc VFIO_DMA_CC_IOMMU afterwards. 0000:02:01.0 sits behind a
/// bridge in the same IOMMU group, which its driver shpchp holds until it is unbound (mode unbindgroup).
/// </summary>
public class RealArmKernelTests
{
    /// <summary>case kernel device mode bind set_iommu dma_cc</summary>
    private const string Measured = """
        arm-smmuv3-acpi-iort-canwbs 6.12.107 0000:00:03.0 strict vfio-pci 0 0
        arm-smmuv3-acpi-iort-canwbs 6.12.107 0000:01:00.0 strict vfio-pci 0 0
        arm-smmuv3-acpi-iort-canwbs 6.12.107 0000:02:01.0 strict vfio-pci SET_CONTAINER:errno=1 -
        arm-smmuv3-acpi-iort-canwbs 6.12.107 0000:00:03.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-acpi-iort-canwbs 6.12.107 0000:01:00.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-acpi-iort-canwbs 6.12.107 0000:02:01.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-acpi-iort-canwbs 7.2.12 0000:00:03.0 strict vfio-pci 0 1
        arm-smmuv3-acpi-iort-canwbs 7.2.12 0000:01:00.0 strict vfio-pci 0 1
        arm-smmuv3-acpi-iort-canwbs 7.2.12 0000:02:01.0 strict vfio-pci SET_CONTAINER:errno=1 -
        arm-smmuv3-acpi-iort-canwbs 7.2.12 0000:00:03.0 unbindgroup vfio-pci 0 1
        arm-smmuv3-acpi-iort-canwbs 7.2.12 0000:01:00.0 unbindgroup vfio-pci 0 1
        arm-smmuv3-acpi-iort-canwbs 7.2.12 0000:02:01.0 unbindgroup vfio-pci 0 1
        arm-smmuv3-acpi 7.2.12 0000:00:03.0 strict vfio-pci 0 0
        arm-smmuv3-acpi 7.2.12 0000:01:00.0 strict vfio-pci 0 0
        arm-smmuv3-acpi 7.2.12 0000:02:01.0 strict vfio-pci SET_CONTAINER:errno=1 -
        arm-smmuv3-acpi 7.2.12 0000:00:03.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-acpi 7.2.12 0000:01:00.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-acpi 7.2.12 0000:02:01.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-dt-nocoh 7.2.12 0000:00:03.0 strict REFUSED open_group:errno=2 -
        arm-smmuv3-dt-nocoh 7.2.12 0000:01:00.0 strict REFUSED open_group:errno=2 -
        arm-smmuv3-dt-nocoh 7.2.12 0000:02:01.0 strict REFUSED open_group:errno=2 -
        arm-smmuv3-dt 6.12.107 0000:00:03.0 strict vfio-pci 0 0
        arm-smmuv3-dt 6.12.107 0000:01:00.0 strict vfio-pci 0 0
        arm-smmuv3-dt 6.12.107 0000:02:01.0 strict vfio-pci SET_CONTAINER:errno=1 -
        arm-smmuv3-dt 6.12.107 0000:00:03.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-dt 6.12.107 0000:01:00.0 unbindgroup vfio-pci 0 0
        arm-smmuv3-dt 6.12.107 0000:02:01.0 unbindgroup vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:00:03.0 strict vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:01:00.0 strict vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:02:01.0 strict vfio-pci SET_CONTAINER:errno=1 -
        arm-smmuv3x2-acpi 7.2.12 0000:41:00.0 strict vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:00:03.0 unbindgroup vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:01:00.0 unbindgroup vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:02:01.0 unbindgroup vfio-pci 0 0
        arm-smmuv3x2-acpi 7.2.12 0000:41:00.0 unbindgroup vfio-pci 0 0
        arm-virtio-flat-acpi 7.2.12 0000:00:03.0 strict vfio-pci 0 0
        arm-virtio-flat-acpi 7.2.12 0000:01:00.0 strict vfio-pci 0 0
        arm-virtio-flat-acpi 7.2.12 0000:00:07.0 strict vfio-pci 0 0
        """;

    public static TheoryData<string> Rows() => [.. Measured.Split('\n', StringSplitOptions.TrimEntries)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_simulation_answers_as_the_real_kernel_did(string row)
    {
        var measured = row.Split(' ');
        var (name, kernel, device, mode) = (measured[0], measured[1], measured[2], measured[3]);
        var (bind, setIommu, dmaCc) = (measured[4], measured[5], measured[6]);

        var result = On(name, kernel, mode).Domain("space", DomainApi.VfioType1, device).Run();

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
    }

    [Fact]
    public void Two_smmus_make_two_page_tables_of_one_container()
    {
        var end = On("arm-smmuv3x2-acpi", "7.2.12", "strict")
            .Domain("space", DomainApi.VfioType1, "0000:00:03.0", "0000:41:00.0")
            .Run()
            .End;

        Assert.Equal(2, end.DomainOf("space").HardwareDomains);
    }

    private static Machine On(string name, string kernel, string mode)
    {
        var coherent = !name.EndsWith("nocoh", StringComparison.Ordinal);
        var isVirtio = name.Contains("virtio", StringComparison.Ordinal);
        var acpi = name.Contains("acpi", StringComparison.Ordinal);
        var machine = Machine.Arm(kernel, h => h with { Firmware = acpi ? Firmware.Acpi : Firmware.DeviceTree });
        machine = isVirtio
            ? machine.Smmu("unit", IommuModel.Virtio)
            : machine.Smmu("unit", with: u => u with { CoherentWalk = coherent }).Smmu("second");
        Device With(Device device) =>
            device with
            {
                DmaCoherent = coherent,
                Cpm = coherent,
                Canwbs = name.Contains("canwbs", StringComparison.Ordinal),
            };

        machine = machine
            .Device("0000:00:03.0", "unit", with: With)
            .Device("0000:01:00.0", "unit", with: With)
            .Device("0000:41:00.0", "second", with: With);
        return isVirtio
            ? machine.Device("0000:00:07.0", "unit", with: With)
            : machine
                .Device("0000:02:01.0", "unit", with: d => With(d) with { Group = "3" })
                .Device(
                    "0000:00:06.0",
                    "unit",
                    with: d => With(d) with { Group = "3", Bound = mode == "unbindgroup" ? null : "shpchp" }
                );
    }
}
