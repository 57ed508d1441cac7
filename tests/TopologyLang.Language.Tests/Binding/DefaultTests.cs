using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Tests.Binding;

public sealed class DefaultTests
{
    public static TheoryData<string, string, string?> HostDefaults =>
        new()
        {
            { "", "arch", "x86_64" },
            { "", "vendor", "intel" },
            { "arch = arm64", "vendor", "arm" },
            { "arch = riscv64", "vendor", "other" },
            { "", "kernel", "7.3" },
            { "", "cpus", "2" },
            { "", "firmware", "acpi" },
            { "arch = s390x", "firmware", "devicetree" },
            { "", "self_snoop", "yes" },
            { "arch = arm64", "self_snoop", "no" },
            { "", "uncached_checks", "yes" },
            { "arch = arm", "uncached_checks", "no" },
            { "", "no_snoop_routing", "honour" },
            { "", "fwb", "no" },
            { "", "wbinvd_exiting", "yes" },
            { "", "msi_isolation", null },
            { "", "allow_unsafe_interrupts", "no" },
            { "", "noiommu", "no" },
            { "", "vfio_flush", "no" },
            { "", "memory", null },
        };

    public static TheoryData<string, string, string?> IommuDefaults =>
        new()
        {
            { "scalable_mode = yes", "pasid", "yes" },
            { "", "pasid", "no" },
            { "model = other", "cache_coherency", null },
            { "model = other", "enforce", null },
            { "", "model", "intel_vtd" },
            { "", "snoop_control", "yes" },
            { "", "coherent_walk", "yes" },
            { "", "scalable_mode", "no" },
            { "", "pass_through", "yes" },
            { "", "interrupt_remapping", "yes" },
            { "", "first_stage", "no" },
            { "", "second_stage", "yes" },
            { "model = amd_vi", "page_table", "v1" },
            { "model = arm_smmu_v3", "s2fwb", "no" },
            { "model = arm_smmu_v3", "stage1", "yes" },
            { "model = arm_smmu_v3", "stage2", "yes" },
            { "model = arm_smmu_v3", "coherent_walk", "yes" },
        };

    /// <summary>The architecture, the device's own properties, and what follows.</summary>
    public static TheoryData<string, string, string, string?> DeviceDefaults =>
        new()
        {
            { "x86_64", "", "bus", "platform" },
            { "x86_64", "bus = pcie 00:01.0", "no_snoop", "enabled" },
            { "x86_64", "", "no_snoop", "hardwired_zero" },
            { "x86_64", "", "dma_coherent", "yes" },
            { "s390x", "", "dma_coherent", "yes" },
            { "ppc64", "", "dma_coherent", "yes" },
            { "arm64", "", "dma_coherent", "no" },
            { "arm", "", "dma_coherent", "no" },
            { "riscv64", "", "dma_coherent", "yes" },
            { "arm64", "bus = pcie 00:01.0", "dma_coherent", "yes" },
            { "arm64", "", "cpm", "no" },
            { "arm64", "dma_coherent = yes", "cpm", "yes" },
            { "arm64", "", "canwbs", "no" },
            { "x86_64", "", "dacs", "no" },
            { "x86_64", "", "ats", "no" },
            { "x86_64", "", "pasid", "no" },
            { "x86_64", "", "rmrr", "no" },
            { "x86_64", "", "variant_driver", "none" },
            { "x86_64", "", "driver", null },
        };

    public static TheoryData<string, string?> GuestDefaults =>
        new()
        {
            { "kvm_vfio", "yes" },
            { "vcpus", "1" },
            { "viommu", "none" },
            { "ignore_guest_pat", null },
            { "wbinvd", "kernel" },
            { "vmm", "qemu" },
        };

    [Theory]
    [MemberData(nameof(HostDefaults))]
    public void A_host_has_its_defaults(string given, string property, string? value) =>
        AssertDefault($"host x {{ {given} }}", DeclarationKind.Host, property, value);

    [Theory]
    [MemberData(nameof(IommuDefaults))]
    public void An_iommu_has_its_defaults(string given, string property, string? value)
    {
        var arch = given.Contains("smmu", StringComparison.Ordinal) ? "arm64" : "x86_64";
        AssertDefault(
            $"host h {{ arch = {arch} }}\niommu x on h {{ {given} }}",
            DeclarationKind.Iommu,
            property,
            value
        );
    }

    [Theory]
    [MemberData(nameof(DeviceDefaults))]
    public void A_device_has_its_defaults(string arch, string given, string property, string? value) =>
        AssertDefault(
            $"host h {{ arch = {arch} }}\ndevice x on h {{ {given} }}",
            DeclarationKind.Device,
            property,
            value
        );

    [Theory]
    [MemberData(nameof(GuestDefaults))]
    public void A_guest_has_its_defaults(string property, string? value) =>
        AssertDefault("host h { }\nguest x on h { }", DeclarationKind.Guest, property, value);

    [Fact]
    public void The_model_of_an_iommu_follows_the_host()
    {
        Assert.Equal(
            "amd_vi",
            Value("host h { vendor = amd }\niommu x on h { }", DeclarationKind.Iommu, "model")?.Value
        );
        Assert.Equal(
            "arm_smmu_v3",
            Value("host h { arch = arm64 }\niommu x on h { }", DeclarationKind.Iommu, "model")?.Value
        );
    }

    [Fact]
    public void Every_property_is_documented_and_its_default_has_a_reason()
    {
        var properties = DeclarationKinds.WithProperties.SelectMany(kind => Schema.Of(kind)).ToList();
        Assert.Equal(
            properties.Count,
            properties.Select(property => (property.Kind, property.Name)).Distinct().Count()
        );
        Assert.All(properties, property => Assert.EndsWith(".", property.Doc, StringComparison.Ordinal));
        var binding = Sample.Bind(
            "host x { }\niommu x on x { }\ndevice x behind x { }\ndomain x on x { }\nguest x on x { }"
        );
        Assert.Empty(binding.Errors);
        Assert.All(
            binding.All.SelectMany(symbol => binding.PropertiesOf(symbol)),
            property => Assert.False(string.IsNullOrEmpty(property.Reason))
        );
    }

    private static void AssertDefault(string text, DeclarationKind kind, string property, string? value)
    {
        var effective = Value(text, kind, property);
        Assert.Equal(value, effective?.Value);
        Assert.Equal(PropertyOrigin.Default, effective?.Origin);
    }

    private static EffectiveProperty? Value(string text, DeclarationKind kind, string property)
    {
        var binding = Sample.Bind(text);
        Assert.Empty(binding.Errors);
        return binding.PropertiesOf(binding.Find(kind, "x")!).SingleOrDefault(one => one.Name == property);
    }
}
