using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>The IOMMUs of systems on a chip and of other architectures.</summary>
public class OtherIommuTests
{
    private const string Unknown = OperationOutcome.Unknown;

    private static Machine With(IommuModel model, string kernel, Architecture architecture = Architecture.Arm64) =>
        Arm(kernel, h => h with { Architecture = architecture, AllowUnsafeInterrupts = true })
            .Smmu("unit", model)
            .Device("a", "unit")
            .Device("b", "unit")
            .Domain("space", DomainApi.VfioType1, "a", "b");

    public static TheoryData<IommuModel> NeverWithVfio =>
        [
            IommuModel.AppleDart,
            IommuModel.Exynos,
            IommuModel.IpmmuVmsa,
            IommuModel.Msm,
            IommuModel.Mtk,
            IommuModel.MtkV1,
            IommuModel.Omap,
            IommuModel.Rockchip,
            IommuModel.Sprd,
            IommuModel.Sun50i,
            IommuModel.TegraSmmu,
            IommuModel.Hyperv,
        ];

    [Theory]
    [MemberData(nameof(NeverWithVfio))]
    public void Since_5_19_vfio_takes_no_device_of_a_driver_without_the_capability(IommuModel model) =>
        Assert.All(
            ["5.19", "6.1", "6.12", "7.2"],
            kernel => Assert.Equal(["EINVAL", "EINVAL"], With(model, kernel).Results())
        );

    /// <summary>Before 5.19 nobody asked, and the driver's own rules decided.</summary>
    [Theory]
    [InlineData(IommuModel.Exynos, "ok", "ok")]
    [InlineData(IommuModel.Rockchip, "ok", "ok")]
    [InlineData(IommuModel.IpmmuVmsa, "ok", "ok")]
    [InlineData(IommuModel.TegraSmmu, "ok", "ok")]
    [InlineData(IommuModel.Mtk, Unknown, Unknown)]
    [InlineData(IommuModel.MtkV1, Unknown, Unknown)]
    [InlineData(IommuModel.TegraGart, "ok", "EBUSY")]
    public void Before_5_19(IommuModel model, string first, string second) =>
        Assert.Equal([first, second], With(model, "5.17").Results());

    /// <summary>One device a table: a second one gets a table of its own.</summary>
    [Theory]
    [InlineData(IommuModel.Omap, 2)]
    [InlineData(IommuModel.Sprd, 2)]
    [InlineData(IommuModel.Rockchip, 1)]
    public void Page_tables_before_5_19(IommuModel model, int tables) =>
        Assert.Equal(tables, With(model, "5.17").Run().End.DomainOf("space").HardwareDomains);

    [Theory]
    [InlineData(IommuModel.TegraGart, "6.6", "EINVAL")]
    [InlineData(IommuModel.TegraGart, "6.7", Unknown)]
    [InlineData(IommuModel.Riscv, "6.12", Unknown)]
    [InlineData(IommuModel.Riscv, "6.13", "EINVAL")]
    [InlineData(IommuModel.Vsi, "7.1", Unknown)]
    [InlineData(IommuModel.Vsi, "7.2", "EINVAL")]
    public void A_kernel_without_the_driver(IommuModel model, string kernel, string result)
    {
        var operation = With(model, kernel).Run().Operations[0];

        Assert.Equal(result, operation.Result);
        Assert.Equal(result == Unknown, operation.Chain[0].Text.Contains("has no driver", StringComparison.Ordinal));
    }

    [Fact]
    public void The_reason_says_which_versions_have_the_driver()
    {
        string Why(IommuModel model, string kernel) => With(model, kernel).Run().Operations[0].Chain[0].Text;

        Assert.Contains("removed in 6.7", Why(IommuModel.TegraGart, "6.8"), StringComparison.Ordinal);
        Assert.Contains("came with 6.13", Why(IommuModel.Riscv, "6.8"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IommuModel.S390, Architecture.S390x, "5.19", "ok")]
    [InlineData(IommuModel.Loongarch, Architecture.Loongarch64, "6.8", "ok")]
    [InlineData(IommuModel.SpaprTce, Architecture.Ppc64, "5.19", "EINVAL")]
    [InlineData(IommuModel.SpaprTce, Architecture.Ppc64, "6.3", "EINVAL")]
    [InlineData(IommuModel.SpaprTce, Architecture.Ppc64, "6.4", "ENODEV")]
    [InlineData(IommuModel.FslPamu, Architecture.Ppc64, "6.8", "ENODEV")]
    [InlineData(IommuModel.Virtio, Architecture.Riscv64, "6.8", "ENODEV")]
    [InlineData(IommuModel.Virtio, Architecture.Loongarch64, "6.8", "ENODEV")]
    public void Architectures_on_which_dma_is_coherent(
        IommuModel model,
        Architecture architecture,
        string kernel,
        string result
    ) => Assert.Equal(result, With(model, kernel, architecture).Run().Operations[0].Result);

    /// <summary>
    /// iommufd knows neither POWER's windows nor PAMU's; without isolated interrupts it does not come to that.
    /// </summary>
    [Theory]
    [InlineData(IommuModel.SpaprTce, "6.8", false, "EPERM")]
    [InlineData(IommuModel.SpaprTce, "6.8", true, "ENOMEM")]
    [InlineData(IommuModel.SpaprTce, "6.11", true, "EOPNOTSUPP")]
    [InlineData(IommuModel.FslPamu, "6.8", false, "EPERM")]
    [InlineData(IommuModel.FslPamu, "6.8", true, Unknown)]
    public void Iommufd_on_power(IommuModel model, string kernel, bool allowUnsafe, string result) =>
        Assert.Equal(
            [result],
            Arm(kernel, h => h with { Architecture = Architecture.Ppc64, IommufdAllowUnsafeInterrupts = allowUnsafe })
                .Smmu("unit", model)
                .Device("a", "unit")
                .Domain("ioas", DomainApi.Iommufd, "a")
                .Results()
        );

    /// <summary>
    /// Up to 6.4 the kernel takes a domain of the DMA API instead; a group without a default domain of its own has no
    /// type.
    /// </summary>
    [Theory]
    [InlineData(IommuModel.Exynos, "6.4", "EINVAL", false, Architecture.Arm)]
    [InlineData(IommuModel.S390, "6.6", "EINVAL", false, Architecture.S390x)]
    [InlineData(IommuModel.S390, "6.8", "EOPNOTSUPP", false, Architecture.S390x)]
    [InlineData(IommuModel.S390, "6.17", "ok", true, Architecture.S390x)]
    [InlineData(IommuModel.Exynos, "6.4", "ok", false)]
    [InlineData(IommuModel.Exynos, "6.6", "ENODEV", false)]
    [InlineData(IommuModel.Exynos, "6.7", "ok", true)]
    [InlineData(IommuModel.Rockchip, "6.3", "ok", false)]
    [InlineData(IommuModel.Rockchip, "6.4", "ok", true)]
    [InlineData(IommuModel.Sprd, "7.2", "EOPNOTSUPP", false)]
    [InlineData(IommuModel.Omap, "6.6", "EINVAL", false)]
    [InlineData(IommuModel.SpaprTce, "7.2", "EINVAL", false)]
    [InlineData(IommuModel.AppleDart, "5.15", "ok", true)]
    [InlineData(IommuModel.ArmSmmuV3, "5.15", "ok", true)]
    public void Identity_where_the_driver_has_it(
        IommuModel model,
        string kernel,
        string result,
        bool identity,
        Architecture architecture = Architecture.Arm64
    )
    {
        var timeline = Arm(kernel, h => h with { Architecture = architecture })
            .Smmu("unit", model)
            .Device("a", "unit")
            .Domain("plain", DomainApi.Identity, "a")
            .Run();

        Assert.Equal(result, timeline.Operations[0].Result);
        Assert.Equal(identity, timeline.End.DeviceOf("a").Translation is Translation.Identity);
    }
}
