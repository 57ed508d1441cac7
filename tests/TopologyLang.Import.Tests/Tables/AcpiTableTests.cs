using TopologyLang.Import.Acpi;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Tests.Tables;

/// <summary>Small tables whose every byte is known, and the same ones damaged.</summary>
public class AcpiTableTests
{
    /// <summary>
    /// A unit for the graphics alone, one for all others with an IOAPIC, and an RMRR of the graphics.
    /// </summary>
    private static readonly byte[] Graphics = Hex.Bytes(
        """
        44 4d 41 52 80 00 00 00 01 02 54 4f 50 4f 46 58 54 4f 50 4f 54 42 4c 31 01 00 00 00 54 4f 50 4f
        01 00 00 00 26 01 00 00 00 00 00 00 00 00 00 00 00 00 18 00 00 00 00 00 00 00 d9 fe 00 00 00 00
        01 08 00 00 00 00 02 00 00 00 18 00 01 00 00 00 00 10 d9 fe 00 00 00 00 03 08 00 00 02 f0 1f 00
        01 00 20 00 00 00 00 00 00 00 80 7b 00 00 00 00 ff ff ff 7f 00 00 00 00 01 08 00 00 00 00 02 00
        """
    );

    private static readonly byte[] AmdRange = Hex.Bytes(
        """
        49 56 52 53 60 00 00 00 02 ea 54 4f 50 4f 46 58 54 4f 50 4f 54 42 4c 31 01 00 00 00 54 4f 50 4f
        01 00 00 00 41 30 20 00 00 00 00 00 00 00 00 00 11 b0 30 00 02 00 40 00 00 00 30 fd 00 00 00 00
        00 00 00 00 00 00 00 00 fa 4a 25 a2 ef 77 65 24 00 00 00 00 00 00 00 00 03 08 00 00 04 fe ff 00
        """
    );

    /// <summary>An SMMUv3 with the COHACC override, and a root complex with CPM and CANWBS.</summary>
    private static readonly byte[] ArmCanwbs = Hex.Bytes(
        """
        49 4f 52 54 b0 00 00 00 06 a5 54 4f 50 4f 46 58 54 4f 50 4f 54 42 4c 31 01 00 00 00 54 4f 50 4f
        01 00 00 00 02 00 00 00 30 00 00 00 00 00 00 00 04 44 00 05 00 00 00 00 00 00 00 00 00 00 00 00
        00 00 40 2b 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 4a 00 00 00
        4b 00 00 00 4d 00 00 00 4f 00 00 00 00 00 00 00 00 00 00 00 02 3c 00 04 01 00 00 00 01 00 00 00
        28 00 00 00 01 00 00 00 00 00 00 05 01 00 00 00 00 00 00 00 30 00 00 00 00 00 00 00 00 00 00 00
        ff ff 00 00 00 00 01 00 30 00 00 00 00 00 00 00
        """
    );

    /// <summary>DMAR_REMAP_OPT_OUT, bit 3 of the flags. Source: Linux include/linux/dmar.h (7.3.4).</summary>
    [Fact]
    public void DMAR_may_opt_out_of_remapping()
    {
        var bytes = Graphics.ToArray();
        bytes[37] |= 8;
        bytes[9] = (byte)(bytes[9] - 8);

        Assert.True(Dmar.Decode(Hex.View("DMAR", bytes)).RemappingOptOut);
    }

    [Fact]
    public void DMAR_names_the_unit_of_the_graphics_and_its_reserved_memory()
    {
        var dmar = Dmar.Decode(Hex.View("DMAR", Graphics));

        Assert.Equal((39, true, false), (dmar.AddressWidth, dmar.InterruptRemapping, dmar.RemappingOptOut));
        Assert.Equal(
            [(0xfed90000ul, false), (0xfed91000ul, true)],
            dmar.Units.Select(unit => (unit.Base, unit.IncludesAll))
        );
        Assert.Equal(new PciAddress(0, 0, 2, 0), dmar.Units[0].Scopes[0].Resolve(0, _ => null));
        Assert.Equal(DmarScopeKind.IoApic, dmar.Units[1].Scopes[0].Kind);
        Assert.Equal((0x7b800000ul, 0x7ffffffful), (dmar.Reserved[0].First, dmar.Reserved[0].Last));
    }

    [Fact]
    public void IVRS_names_a_range_and_the_features()
    {
        var unit = Assert.Single(Ivrs.Decode(Hex.View("IVRS", AmdRange)).Units);

        Assert.Equal((0xfd300000ul, 0x246577efa2254afaul), (unit.Base, unit.Features!.Value));
        Assert.Equal((0x0008, 0xfffe), Assert.Single(unit.Devices));
    }

    [Fact]
    public void IORT_has_the_walks_of_the_SMMU_and_the_flags_of_the_root_complex()
    {
        var iort = Iort.Decode(Hex.View("IORT", ArmCanwbs));

        Assert.True(iort.SmmuOf(0, 0x0010) is { IsVersion3: true, CoherentWalk: true, Base: 0x2b400000 });
        Assert.True(iort.RootComplexes[0].Memory is { Coherent: true, Cpm: true, Dacs: false, Canwbs: true });
        Assert.Null(iort.SmmuOf(1, 0x0010));
    }

    [Fact]
    public void RIMT_leads_from_a_root_complex_to_its_IOMMU()
    {
        var table = Hex.Table(
            "RIMT",
            [
                2,
                0,
                0,
                0,
                48,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                // An IOMMU at 0x10010000.
                0,
                1,
                40,
                0,
                0,
                0,
                0,
                0,
                .. "RSCV0004"u8,
                0x00,
                0x00,
                0x01,
                0x10,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                // A root complex of segment 1 whose requester IDs 0x100 to 0x1ff reach it.
                1,
                1,
                40,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                1,
                0,
                20,
                0,
                1,
                0,
                0,
                1,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                48,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
            ]
        );

        var rimt = Rimt.Decode(Hex.View("RIMT", table));

        Assert.Equal(0x10010000ul, rimt.UnitOf(new PciAddress(1, 1, 2, 0))?.Base);
        Assert.Null(rimt.UnitOf(new PciAddress(1, 2, 0, 0)));
        Assert.Null(rimt.UnitOf(new PciAddress(0, 1, 2, 0)));
    }

    [Theory]
    [InlineData(0x32, 0, "DMAR: at 0x30: a structure of 0 bytes cannot stand here: it has at least 4, and 80 are left")]
    [InlineData(
        0x32,
        0xff,
        "DMAR: at 0x30: a structure of 255 bytes cannot stand here: it has at least 4, and 80 are left"
    )]
    [InlineData(0x41, 0, "DMAR: at 0x40: a structure of 0 bytes cannot stand here: it has at least 6, and 8 are left")]
    [InlineData(0x41, 6, "DMAR: at 0x46: 2 bytes are left, too few for another structure")]
    [InlineData(0x04, 0x20, "DMAR: at 0x4: the table says that it is 32 bytes long; there are 128")]
    public void A_wrong_length_is_named_with_its_place(int offset, byte value, string message) =>
        Assert.Equal(
            message,
            Assert
                .Throws<ImportException>(() => Dmar.Decode(Hex.View("DMAR", Hex.With(Graphics, offset, value))))
                .Message
        );

    [Fact]
    public void A_wrong_checksum_is_named()
    {
        var table = Graphics.ToArray();
        table[9]++;

        Assert.Equal(
            "DMAR: at 0x9: the checksum is wrong: all bytes together give 0x01, not 0",
            Assert.Throws<ImportException>(() => Dmar.Decode(Hex.View("DMAR", table))).Message
        );
    }

    [Theory]
    [InlineData(
        0x24,
        new byte[] { 0xff, 0xff, 0xff, 0x7f },
        "IORT: at 0x24: the table says that it has 2147483647 nodes; there are 2"
    )]
    [InlineData(
        0x28,
        new byte[] { 0xff, 0xff, 0xff, 0xff },
        "IORT: at 0x28: the nodes are said to start at 0xffffffff, outside the table"
    )]
    [InlineData(
        0x7c,
        new byte[] { 0xff, 0xff, 0xff, 0xff },
        "IORT: at 0x7c: 4294967295 ID mappings at 0x28 of this node do not fit into its 60 bytes"
    )]
    [InlineData(0xa8, new byte[] { 0x31 }, "IORT: at 0xa8: an ID mapping points to 0x31, where no node starts")]
    public void A_huge_count_or_a_wild_offset_is_named(int offset, byte[] value, string message) =>
        Assert.Equal(
            message,
            Assert
                .Throws<ImportException>(() => Iort.Decode(Hex.View("IORT", Hex.With(ArmCanwbs, offset, value))))
                .Message
        );

    [Fact]
    public void A_range_that_only_ends_is_named() =>
        Assert.Equal(
            "IVRS: at 0x58: a range of devices ends here that did not start",
            Assert.Throws<ImportException>(() => Ivrs.Decode(Hex.View("IVRS", Hex.With(AmdRange, 0x58, 0x04)))).Message
        );

    [Theory]
    [InlineData("")]
    [InlineData("44 4d 41 52")]
    public void Too_few_bytes_for_a_header_are_named(string dump) =>
        Assert.Contains(
            "a header of 36 bytes",
            Assert.Throws<ImportException>(() => Dmar.Decode(Hex.View("DMAR", Hex.Bytes(dump)))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void CCA_is_found_in_the_device_that_has_it_or_inherited()
    {
        // Device (PCI0) { Name (_HID, EisaId ("PNP0A08")) Name (_CCA, One) Device (SUB0) { } } and a device whose _CCA
        // is a method.
        byte[] body =
        [
            0x5b,
            0x82,
            0x20,
            .. "PCI0"u8,
            0x08,
            .. "_HID"u8,
            0x0c,
            0x41,
            0xd0,
            0x0a,
            0x08,
            0x08,
            .. "_CCA"u8,
            0x01,
            0x5b,
            0x82,
            0x09,
            .. "SUB0"u8,
            0x08,
            0x00,
            0x00,
            0x00,
            0x5b,
            0x82,
            0x0e,
            .. "DYN_"u8,
            0x14,
            0x08,
            .. "_CCA"u8,
            0x00,
            0xa4,
            0x01,
        ];

        var devices = DefinitionBlock.Devices(Hex.View("DSDT", Hex.Table("DSDT", body)), "DSDT");

        Assert.Equal(["PCI0", "SUB0", "DYN"], devices.Select(device => device.Name));
        Assert.Equal("PNP0A08", devices[0].HardwareId);
        Assert.Equal([true, true, null], devices.Select(device => DefinitionBlock.CoherencyOf(devices, device)?.Value));
    }
}
