using System.Buffers.Binary;
using System.Text;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Tests.Tables;

/// <summary>Device trees as source text, and what is inherited in them.</summary>
public class DeviceTreeTests
{
    private const string Board = """
        /dts-v1/;
        /memreserve/ 0x1000 0x2000;
        / { // a board
          #address-cells = <2>;
          soc {
            dma-coherent;
            smmu: iommu@2b400000 { compatible = "arm,smmu-v3"; #iommu-cells = <1>; };
            pcie@40000000 {
              device_type = "pci"; bus-range = <0x0 0xff>;
              iommu-map = <0x0 &smmu 0x0 0x100>, <0x100 &other 0x0 0x100>;
            };
            odd@1 { dma-noncoherent; part { iommus = <&other 3>; }; };
          };
          other: iommu@2b500000 { compatible = "arm,smmu-v3"; #iommu-cells = <1>; mac = [00 11 22 33]; };
          gpu@2d000000 { iommus = <&smmu 0x42>; };
        };
        """;

    [Fact]
    public void Coherency_is_inherited_until_a_node_says_otherwise()
    {
        var tree = MachineTree.Of(Dts.Parse("board.dts", Board));

        var coherent = tree.Nodes.ToDictionary(placed => placed.Node.Name, placed => placed.Coherent?.Value);

        Assert.Equal(true, coherent["pcie@40000000"]);
        Assert.Equal(true, coherent["iommu@2b400000"]);
        Assert.Equal(false, coherent["part"]);
        Assert.Null(coherent["gpu@2d000000"]);
        Assert.Null(coherent["iommu@2b500000"]);
    }

    [Theory]
    [InlineData(0x00, "iommu@2b400000")]
    [InlineData(0x01, "iommu@2b500000")]
    [InlineData(0x02, null)]
    public void The_map_of_the_PCI_host_leads_to_the_unit(int bus, string? unit) =>
        Assert.Equal(
            unit,
            MachineTree.Of(Dts.Parse("board.dts", Board)).UnitOf(new PciAddress(0, bus, 0, 0))?.Node.Name
        );

    [Theory]
    [InlineData(@"hisilicon,smmu-v3\0arm,smmu-v3", "hisilicon,smmu-v3\0arm,smmu-v3")]
    [InlineData(@"\x41\102\n\""\\\q", "AB\n\"\\q")]
    [InlineData(@"\xé", "xÃ©")]
    public void A_string_has_its_escapes_decoded(string written, string bytes)
    {
        var tree = Dts.Parse("board.dts", $$"""/dts-v1/; / { s = "{{written}}"; };""");

        Assert.Equal(bytes + "\0", Encoding.Latin1.GetString(tree.Properties["s"].Bytes.Span));
    }

    /// <summary>Linux makes no device of a node that is not available, nor of those below it.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("status = \"okay\";", true)]
    [InlineData("status = \"ok\";", true)]
    [InlineData("status = \"disabled\";", false)]
    [InlineData("status = \"reserved\";", false)]
    [InlineData("status = \"fail\";", false)]
    public void What_is_not_available_is_not_there(string status, bool isThere)
    {
        var tree = MachineTree.Of(
            Dts.Parse(
                "a.dts",
                $$"""
                /dts-v1/;
                / {
                  bus { {{status}}
                    smmu: iommu@1 { compatible = "arm,smmu-v3"; #iommu-cells = <1>; };
                    gpu@2 { iommus = <&smmu 1>; };
                    pcie@3 { device_type = "pci"; };
                  };
                };
                """
            )
        );

        Assert.Equal((isThere, isThere, isThere), (tree.Units.Any(), tree.Masters.Any(), tree.PciHosts.Any()));
    }

    /// <summary>
    /// Linux counts the hosts that it has, whether they give their buses or not; a root port is none.
    /// </summary>
    [Fact]
    public void Segments_are_those_of_the_hosts_that_are_there()
    {
        const string text = """
            /dts-v1/;
            / {
              pcie@1 { device_type = "pci"; bus-range = <0 0xff>; status = "disabled"; };
              pcie@2 { device_type = "pci"; pcie@0 { device_type = "pci"; bus-range = <1 0xff>; }; };
              pcie@3 { device_type = "pci"; };
            };
            """;

        var tree = MachineTree.Of(Dts.Parse("a.dts", text));

        Assert.Equal(["pcie@2", "pcie@3"], tree.PciHosts.Select(host => host.Node.Name));
        Assert.Equal("pcie@3", tree.PciHost(1)!.Node.Name);
    }

    [Theory]
    [InlineData("arm,mmu-400", "arm_smmu_v2")]
    [InlineData("qcom,sc7180-smmu-500\\0qcom,smmu-500\\0arm,mmu-500", "arm_smmu_v2")]
    [InlineData("apple,t8110-dart", "apple_dart")]
    [InlineData("samsung,exynos-sysmmu", "exynos")]
    [InlineData("mediatek,mt8173-m4u", "mtk")]
    [InlineData("mediatek,mt2701-m4u", "mtk_v1")]
    [InlineData("renesas,ipmmu-r8a7795", "ipmmu_vmsa")]
    [InlineData("rockchip,rk3568-iommu", "rockchip")]
    [InlineData("acme,iommu-3000", "other")]
    public void The_model_is_that_of_the_driver_that_knows_a_string(string compatible, string model)
    {
        var text = $$"""/dts-v1/; / { iommu@1 { compatible = "{{compatible}}"; #iommu-cells = <1>; }; };""";

        Assert.Equal(model, Assert.Single(MachineTree.Of(Dts.Parse("a.dts", text)).Units).Model);
    }

    [Theory]
    [InlineData("arm,cortex-a53", "arm64")]
    [InlineData("arm,cortex-a720", "arm64")]
    [InlineData("arm,neoverse-n1", "arm64")]
    [InlineData("qcom,kryo485", "arm64")]
    [InlineData("arm,cortex-a7", "arm")]
    [InlineData("arm,cortex-a15", "arm")]
    [InlineData("qcom,krait", "arm")]
    [InlineData("sifive,u74-mc\\0riscv", "riscv64")]
    [InlineData("loongson,la464", "loongarch64")]
    [InlineData("acme,core", null)]
    public void The_architecture_is_that_of_the_cpus(string compatible, string? architecture)
    {
        var text = $$"""/dts-v1/; / { cpus { cpu@0 { device_type = "cpu"; compatible = "{{compatible}}"; }; }; };""";

        Assert.Equal(architecture, MachineTree.Of(Dts.Parse("a.dts", text)).Architecture?.Value);
    }

    [Fact]
    public void A_unit_is_found_by_any_of_its_names()
    {
        const string text =
            """/dts-v1/; / { iommu@1 { compatible = "hisilicon,smmu-v3\0arm,smmu-v3"; #iommu-cells = <1>; }; };""";

        var unit = MachineTree
            .Of(Dts.Parse("board.dts", text))
            .Nodes.Single(placed => placed.Node.Name == "iommu@1")
            .Node;

        Assert.True(unit.IsCompatible("hisilicon,smmu-v3"));
        Assert.True(unit.IsCompatible("arm,smmu-v3"));
    }

    [Theory]
    [InlineData("/dts-v1/; / { a = <&nobody>; };", "board.dts:1: no node has the label 'nobody'")]
    [InlineData(
        "/dts-v1/;\n/ { a = <(1 + 2)>; };",
        "board.dts:2: '(' is no number of 32 bits; expressions and macros need dtc: import the .dtb"
    )]
    [InlineData(
        "/dts-v1/;\n/include/ \"x.dtsi\"\n/ { };",
        "board.dts:2: '/include' needs dtc: compile the tree and import the .dtb"
    )]
    [InlineData("/dts-v1/; / { a {", "board.dts:1: the text ends inside of a node")]
    [InlineData("/dts-v1/; / { s = \"open; };", "board.dts:1: a string does not end")]
    [InlineData("", "board.dts:1: a device tree source starts with '/dts-v1/;' and '/ {'")]
    public void What_is_not_understood_has_its_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ImportException>(() => Dts.Parse("board.dts", text)).Message);

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains(
            "nested more than 64 deep",
            Assert
                .Throws<ImportException>(() =>
                    Dts.Parse("b.dts", "/dts-v1/; / {" + string.Concat(Enumerable.Repeat("a {", 1000)))
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_flattened_tree_gives_the_same_as_its_source()
    {
        var source = MachineTree.Of(Dts.Parse("board.dts", Board));
        var flat = MachineTree.Of(Dtb.Decode(Hex.View("board.dtb", Flattened(Dts.Parse("board.dts", Board)))));

        Assert.Equal(
            source.Nodes.Select(placed => (placed.Node.Name, placed.Coherent?.Value, placed.Node.Phandle)),
            flat.Nodes.Select(placed => (placed.Node.Name, placed.Coherent?.Value, placed.Node.Phandle))
        );
    }

    [Theory]
    [InlineData(0x04, "board.dtb: at 0x4: the tree says that it is 2147483647 bytes long; there are ")]
    [InlineData(0x08, "board.dtb: at 0x8: the structure block (")]
    [InlineData(0x0c, "board.dtb: at 0xc: the strings block (")]
    public void A_wild_number_in_the_header_is_named(int offset, string message)
    {
        var flat = Flattened(Dts.Parse("board.dts", Board));
        BinaryPrimitives.WriteUInt32BigEndian(flat.AsSpan(offset), int.MaxValue);

        Assert.StartsWith(
            message,
            Assert.Throws<ImportException>(() => Dtb.Decode(Hex.View("board.dtb", flat))).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The format of the specification's chapter 5, written independently of the reader.</summary>
    private static byte[] Flattened(DeviceTreeNode root)
    {
        var strings = new StringBuilder();
        using var structure = new MemoryStream();
        Write(structure, strings, root);
        Word(structure, 9);
        var names = Encoding.ASCII.GetBytes(strings.ToString());
        using var file = new MemoryStream();
        uint[] header =
        [
            0xd00dfeed,
            (uint)(56 + structure.Length + names.Length),
            56,
            (uint)(56 + structure.Length),
            40,
            17,
            16,
            0,
            (uint)names.Length,
            (uint)structure.Length,
            0,
            0,
            0,
            0,
        ];
        foreach (var word in header)
        {
            Word(file, word);
        }

        file.Write(structure.ToArray());
        file.Write(names);
        return file.ToArray();
    }

    private static void Write(MemoryStream file, StringBuilder strings, DeviceTreeNode node)
    {
        Word(file, 1);
        Padded(file, [.. Encoding.ASCII.GetBytes(node.Name), 0]);
        foreach (var (name, value) in node.Properties)
        {
            Word(file, 3);
            Word(file, (uint)value.Length);
            Word(file, (uint)strings.Length);
            strings.Append(name).Append('\0');
            Padded(file, value.Bytes.ToArray());
        }

        foreach (var child in node.Children)
        {
            Write(file, strings, child);
        }

        Word(file, 2);
    }

    private static void Padded(MemoryStream file, byte[] bytes)
    {
        file.Write(bytes);
        while (file.Length % 4 != 0)
        {
            file.WriteByte(0);
        }
    }

    private static void Word(MemoryStream file, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        file.Write(bytes);
    }
}
