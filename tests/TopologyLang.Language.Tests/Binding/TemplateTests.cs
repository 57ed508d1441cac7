using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Tests.Binding;

public sealed class TemplateTests
{
    [Fact]
    public void What_the_declaration_writes_wins_over_its_template()
    {
        var host = Assert.Single(
            Bind("template big : host { cpus = 64  kernel = 6.6 }\nhost h : big { kernel = 6.8 }").Topology.Hosts
        );
        Assert.Equal((64, new KernelVersion(6, 8)), (host.Cpus, host.Kernel));
    }

    [Fact]
    public void A_hover_can_say_where_a_value_comes_from()
    {
        var binding = Bind("template big : host { cpus = 64  kernel = 6.6 }\nhost h : big { kernel = 6.8 }");
        var properties = binding
            .PropertiesOf(binding.Find(DeclarationKind.Host, "h")!)
            .ToDictionary(property => property.Name);
        Assert.Equal(PropertyOrigin.Template, properties["cpus"].Origin);
        Assert.Equal(PropertyOrigin.Declared, properties["kernel"].Origin);
        Assert.Equal(PropertyOrigin.Default, properties["vendor"].Origin);
    }

    [Fact]
    public void Registers_of_a_declaration_win_over_properties_of_its_template()
    {
        var binding = Bind(
            "template t : iommu { snoop_control = yes }\nhost h { }\niommu i : t on h { ecap = 0xf0101a }"
        );
        Assert.False(Assert.Single(binding.Topology.Iommus).SnoopControl);
    }

    [Fact]
    public void A_property_of_a_declaration_wins_over_registers_of_its_template()
    {
        var binding = Bind(
            "template t : iommu { ecap = 0xf0101a }\nhost h { }\niommu i : t on h { snoop_control = yes }"
        );
        Assert.True(Assert.Single(binding.Topology.Iommus).SnoopControl);
    }

    [Fact]
    public void A_mistake_in_a_template_is_reported_once_and_in_the_template()
    {
        var (text, spans) = Marked.Parse("template t : host { cpus = ⟦no⟧ }\nhost a : t { }\nhost b : t { }");
        Assert.Equal(spans[0], Assert.Single(Sample.Bind(text).Errors).Where.Span);
    }

    [Fact]
    public void A_template_of_the_file_replaces_one_of_the_library()
    {
        var binding = Bind("template nvme : device { class = mine }\nhost h { }\ndevice d : nvme on h { }");
        Assert.Equal("mine", Assert.Single(binding.Topology.Devices).Class);
    }

    [Fact]
    public void The_library_has_no_mistakes_and_explains_each_template_with_its_source()
    {
        Assert.Empty(Library.Tree.Errors);
        Assert.NotEmpty(Library.Templates);
        Assert.All(Library.Templates, template => Assert.NotNull(template.DocComment));
        Assert.All(
            Library.Templates.Where(template => template.PropertiesOf != DeclarationKind.Host),
            template => Assert.Contains("Source: ", template.DocComment)
        );
        var uses = Library.Templates.Select(
            (template, i) =>
                template.PropertiesOf switch
                {
                    DeclarationKind.Host => $"host x{i} : {template.Name} {{ }}",
                    DeclarationKind.Iommu =>
                        $"host h{i} : {HostOf(template)} {{ }}\niommu i{i} : {template.Name} on h{i} {{ }}",
                    _ => $"host h{i} {{ }}\ndevice d{i} : {template.Name} on h{i} {{ }}",
                }
        );
        Assert.Empty(Bind(string.Join('\n', uses)).Errors);
    }

    /// <summary>What the units' registers say: coherent walk, pass-through, snoop control.</summary>
    [Theory]
    [InlineData("intel_haswell_gfx", false, false, false)]
    [InlineData("intel_haswell_main", false, true, true)]
    [InlineData("intel_client_gfx", false, true, false)]
    [InlineData("intel_client_main", false, true, true)]
    [InlineData("intel_alderlake_gfx", false, true, false)]
    [InlineData("intel_xeon_isoch", true, true, false)]
    [InlineData("intel_xeon_main", true, true, true)]
    public void The_registers_of_real_units_are_decoded(
        string template,
        bool coherentWalk,
        bool passThrough,
        bool snoopControl
    )
    {
        var iommu = Assert.Single(Bind($"host h {{ }}\niommu i : {template} on h {{ }}").Topology.Iommus);
        Assert.Equal(
            (coherentWalk, passThrough, snoopControl),
            (iommu.CoherentWalk, iommu.PassThrough, iommu.SnoopControl)
        );
    }

    /// <summary>
    /// Page walks: ECAP.C (bit 0), and where the kernel uses scalable mode (bit 43) ECAP.SMPWC (bit 48). ECAP.PASID is
    /// bit 40.
    /// </summary>
    [Theory]
    [InlineData("ecap = 0x1", true, false)]
    [InlineData("ecap = 0x80000000001", false, false)]
    [InlineData("ecap = 0x1080000000000", true, false)]
    [InlineData("ecap = 0x80000000001  scalable_mode = no", true, false)]
    [InlineData("ecap = 0x90000000000", false, true)]
    [InlineData("ecap = 0x10000000000", false, false)]
    public void Scalable_mode_has_a_bit_of_its_own_for_page_walks(string given, bool coherentWalk, bool pasid)
    {
        var iommu = Assert.Single(Bind($"host h {{ }}\niommu i on h {{ {given} }}").Topology.Iommus);

        Assert.Equal((coherentWalk, pasid), (iommu.CoherentWalk, iommu.Pasid));
    }

    private static string HostOf(Symbol iommu) =>
        iommu.Name.Contains("arm", StringComparison.Ordinal) ? "arm_server" : "intel_client";

    private static Language.Binding.Binding Bind(string text)
    {
        var binding = Sample.Bind(text);
        Assert.Empty(binding.Errors);
        return binding;
    }
}
