using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>What the type of a group's default domain can become.</summary>
public class DefaultTypeTests
{
    /// <summary>
    /// "Group has more than one device". Source: drivers/iommu/iommu.c:iommu_change_dev_def_domain (6.3.8; not in
    /// 6.4.6).
    /// </summary>
    [Theory]
    [InlineData("5.15", 2, "EINVAL")]
    [InlineData("6.3", 2, "EINVAL")]
    [InlineData("6.3", 1, "ok")]
    [InlineData("6.4", 2, "ok")]
    public void A_group_of_two_changes_to_identity_since_6_4(string kernel, int devices, string result)
    {
        var machine = Intel(kernel).Vtd("unit", true).Device("a", "unit", with: d => d with { Group = "1" });
        machine = devices > 1 ? machine.Device("b", "unit", with: d => d with { Group = "1" }) : machine;

        Assert.Equal([result], machine.Domain("direct", DomainApi.Identity, "a").Results());
    }

    /// <summary>
    /// "Device cannot be in". Source: iommu_change_dev_def_domain (5.15.0), iommu_get_default_domain_type (7.2.13).
    /// </summary>
    [Theory]
    [InlineData("5.15", true, "EINVAL")]
    [InlineData("6.7", true, "EINVAL")]
    [InlineData("7.2", true, "EINVAL")]
    [InlineData("7.2", false, "ok")]
    public void An_AMD_device_with_PASID_cannot_get_the_DMA_API(string kernel, bool pasid, string result)
    {
        var end = Amd(kernel)
            .AmdVi("unit")
            .Device("npu", "unit", with: d => d with { Pasid = pasid, Ats = pasid })
            .Domain("dma", DomainApi.DmaApi, "npu")
            .Run();

        Assert.Equal(result, end.Operations[0].Result);
        Assert.Equal(pasid, end.End.DeviceOf("npu").Translation is Translation.Identity);
    }

    /// <summary>
    /// Source: 6.7.3 iommu_setup_default_domain hands on the driver's errno (EOPNOTSUPP); 6.6.9 ENODEV.
    /// </summary>
    [Theory]
    [InlineData("6.6", "ENODEV")]
    [InlineData("6.7", "EOPNOTSUPP")]
    public void The_errno_of_a_missing_identity_is_the_drivers_since_6_7(string kernel, string result)
    {
        var refused = Arm(kernel)
            .Smmu("unit", IommuModel.Sprd)
            .Device("a", "unit")
            .Domain("direct", DomainApi.Identity, "a")
            .Run()
            .Operations[0];

        Assert.Equal(result, refused.Result);
        Assert.DoesNotContain(refused.Chain, reason => reason.Uncertain);
    }

    /// <summary>64af12c6ec3a: not in 6.14.0, in 6.17.0.</summary>
    /// <summary>
    /// Before, viommu_domain_alloc refuses it (5.15.145), and the core takes a domain of the DMA API.
    /// </summary>
    [Theory]
    [InlineData("5.15", "the kernel takes a domain of the DMA API instead")]
    [InlineData("5.16", "the kernel takes a domain of the DMA API instead")]
    [InlineData("5.17", "identity passes requests through")]
    public void Virtio_has_identity_since_5_17(string kernel, string why)
    {
        var outcome = Intel(kernel)
            .Unit(
                new Iommu
                {
                    Name = "unit",
                    Host = "host",
                    Model = IommuModel.Virtio,
                }
            )
            .Device("nic", "unit")
            .Domain("plain", DomainApi.Identity, "nic")
            .Run()
            .Operations.Single();

        Assert.Equal("ok", outcome.Result);
        Assert.Contains(outcome.Chain, reason => reason.Text.Contains(why, StringComparison.Ordinal));
    }

    /// <summary>The function that refuses moved; the answer is the same.</summary>
    [Theory]
    [InlineData("6.2", "iommufd_device_setup_msi")]
    [InlineData("6.5", "iommufd_device_setup_msi")]
    [InlineData("6.6", "iommufd_device_bind")]
    public void Without_isolated_interrupts_iommufd_refuses(string kernel, string function)
    {
        var outcome = Intel(kernel)
            .Vtd("unit", true, u => u with { InterruptRemapping = false })
            .Device("nic", "unit")
            .Domain("space", DomainApi.Iommufd, "nic")
            .Run()
            .Operations.Single();

        Assert.Equal("EPERM", outcome.Result);
        Assert.EndsWith(":" + function, outcome.Chain[^1].Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.14", "EOPNOTSUPP")]
    [InlineData("6.15", "ok")]
    public void S390_has_identity_since_6_15(string kernel, string result) =>
        Assert.Equal(
            [result],
            Intel(kernel, h => h with { Architecture = Architecture.S390x, Vendor = CpuVendor.Other })
                .Smmu("unit", IommuModel.S390)
                .Device("a", "unit")
                .Domain("direct", DomainApi.Identity, "a")
                .Results()
        );

    /// <summary>DMAR_REMAP_OPT_OUT. Source: drivers/iommu/intel/dmar.c:detect_intel_iommu (7.3.4).</summary>
    [Theory]
    [InlineData("7.2", true, "ok")]
    [InlineData("7.3", true, "EINVAL")]
    [InlineData("7.3", false, "ok")]
    public void A_firmware_that_opts_out_leaves_no_VTd_unit_since_7_3(string kernel, bool optsOut, string result)
    {
        var end = Intel(kernel, h => h with { RemappingOptOut = optsOut })
            .Vtd("unit", true)
            .Device("nic", "unit")
            .Domain("container", DomainApi.VfioType1, "nic")
            .Run();

        Assert.Equal(result, end.Operations[0].Result);
        Assert.Equal(result != "ok", end.End.DeviceOf("nic").Translation is Translation.None);
        Assert.Equal(
            result != "ok",
            end.Operations[0].Chain.Any(reason => reason.Text.Contains("DMAR_REMAP_OPT_OUT", StringComparison.Ordinal))
        );
    }

    /// <summary>
    /// A nested parent without second-stage tables: the attach refuses it (intel/pasid.c) before 6.17, the allocation
    /// since.
    /// </summary>
    [Theory]
    [InlineData("6.12", "EINVAL")]
    [InlineData("6.16", "EINVAL")]
    [InlineData("6.17", "EOPNOTSUPP")]
    public void A_nested_table_needs_a_second_stage(string kernel, string result) =>
        Assert.Equal(
            [result],
            Intel(kernel)
                .Vtd(
                    "unit",
                    true,
                    u => u with { ScalableMode = true, FirstStage = true, SecondStage = false, Nested = true }
                )
                .Device("nic", "unit")
                .Domain("outer", DomainApi.Iommufd)
                .Domain(
                    new Domain
                    {
                        Name = "inner",
                        Host = "host",
                        Api = DomainApi.Iommufd,
                        Parent = "outer",
                        Attach = ["nic"],
                    }
                )
                .Results()
        );
}
