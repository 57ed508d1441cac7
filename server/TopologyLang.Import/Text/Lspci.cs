using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Text;

/// <summary>
/// Reads what lspci prints: <c>-vvv</c> for people, and the bytes of <c>-xxx</c> or <c>-xxxx</c>, which win where they
/// are there; <c>-nn</c> adds the class codes.
/// Source: pciutils lspci.c (show_verbose, show_hex_dump), ls-caps.c (cap_express), ls-ecaps.c.
/// </summary>
public sealed partial class Lspci
{
    private const string NoCapabilities = "lspci does not show its capabilities (root sees them: sudo lspci -vvv)";

    private readonly string origin;
    private readonly SortedDictionary<PciAddress, FunctionFacts> functions = [];
    private readonly List<byte> bytes = [];
    private FunctionFacts? current;

    /// <summary>Why the bytes of the function do not count; null where they do.</summary>
    private string? damaged;

    private string section = "";
    private bool isDeviceControl;

    private Lspci(string origin) => this.origin = origin;

    /// <exception cref="ImportException">No function is listed, or a hex dump is broken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<FunctionFacts> Parse(
        string origin,
        string text,
        CancellationToken cancellation = default
    )
    {
        var reader = new Lspci(origin);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            cancellation.ThrowIfCancellationRequested();
            reader.Take(line.TrimEnd('\r'), string.Create(CultureInfo.InvariantCulture, $"{origin}:{++number}"));
        }

        reader.Close();
        return reader.functions.Count > 0
            ? [.. reader.functions.Values]
            : throw new ImportException(
                $"{origin}: no line such as '00:02.0 VGA compatible controller: ...': "
                    + "save the output of lspci -vvv -nn or lspci -xxxx"
            );
    }

    private void Take(string line, string place)
    {
        if (
            Header().Match(line) is { Success: true } header
            && PciAddress.TryParse(header.Groups["address"].Value) is { } address
        )
        {
            Close();
            current = new FunctionFacts(address)
            {
                From = place,
                ClassCode = ClassCode(header.Groups["rest"].Value, place),
                Product = Product(header.Groups["rest"].Value),
            };
            section = "";
        }
        else if (current is not null && HexDump.Line(line) is { } dump && line[0] is not ('\t' or ' '))
        {
            Append(dump, place);
        }
        else if (current is not null)
        {
            current = Verbose(current, line.Trim(), place);
        }
    }

    /// <summary>
    /// What lspci says on standard error may stand in the middle of its lines. The bytes of this one function are not
    /// known then.
    /// </summary>
    private void Append((int Offset, byte[] Bytes) dump, string place)
    {
        try
        {
            HexDump.Append(bytes, dump, place);
        }
        catch (ImportException damage)
        {
            damaged ??= damage.Message;
        }
    }

    private void Close()
    {
        if (current is null)
        {
            return;
        }

        var file = $"{origin}: {current.Address}";
        functions[current.Address] =
            damaged is not null ? current with { ConfigProblem = damaged }
            : bytes.Count < ConfigSpace.HeaderLength
                ? current with
                {
                    ConfigProblem = current.ConfigProblem ?? (current.IsExpress is null ? NoCapabilities : null),
                }
            : WithBytes(current, file);
        current = null;
        damaged = null;
        bytes.Clear();
    }

    private FunctionFacts WithBytes(FunctionFacts function, string file)
    {
        var read = function.WithConfig(new ByteView(file, bytes.ToArray()), file);
        var headerOnly =
            bytes.Count > ConfigSpace.HeaderLength ? null : $"{file} has only the header: ordinary users get no more";
        return Merged(read, function) with { ConfigProblem = read.ConfigProblem ?? headerOnly };
    }

    /// <summary>Both in one listing: what the bytes do not reach stays as the lines say.</summary>
    private static FunctionFacts Merged(FunctionFacts fromBytes, FunctionFacts fromLines) =>
        fromBytes with
        {
            IsExpress = fromBytes.IsExpress ?? fromLines.IsExpress,
            NoSnoopEnabled = fromBytes.NoSnoopEnabled ?? fromLines.NoSnoopEnabled,
            AtsEnabled = fromBytes.AtsEnabled ?? fromLines.AtsEnabled,
            PasidEnabled = fromBytes.PasidEnabled ?? fromLines.PasidEnabled,
        };

    private FunctionFacts Verbose(FunctionFacts function, string line, string place)
    {
        if (Capability().Match(line) is { Success: true } capability)
        {
            section = capability.Groups["name"].Value;
            isDeviceControl = false;
            return section.StartsWith("Express", StringComparison.Ordinal)
                    ? function with
                    {
                        IsExpress = new Read<bool>(true, place),
                    }
                : section.StartsWith("<access denied>", StringComparison.Ordinal)
                    ? function with
                    {
                        ConfigProblem = "lspci was not allowed to read it",
                    }
                : function;
        }

        if (Field().Match(line) is { Success: true } field)
        {
            isDeviceControl =
                section.StartsWith("Express", StringComparison.Ordinal) && field.Groups["name"].Value == "DevCtl";
        }

        return section.Length == 0
            ? Plain(function, line, place)
            : Plain(InCapability(function, line, place), line, place);
    }

    /// <summary>Lines that stand outside of the capabilities; the kernel's come after them.</summary>
    private static FunctionFacts Plain(FunctionFacts function, string line, string place)
    {
        const string group = "IOMMU group: ";
        const string driver = "Kernel driver in use: ";
        return line.StartsWith(group, StringComparison.Ordinal)
            && uint.TryParse(line.AsSpan(group.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? function with
                {
                    Group = new Read<string>(number.ToString(CultureInfo.InvariantCulture), place),
                }
            : line.StartsWith(driver, StringComparison.Ordinal) && OneWord(line[driver.Length..]) is { } word
                ? function with
                {
                    Driver = new Read<string>(word, place),
                }
            : Buses().Match(line) is { Success: true } buses
                ? function with
                {
                    Bridge = (Hexadecimal(buses, "secondary"), Hexadecimal(buses, "subordinate")),
                }
            : function;
    }

    /// <summary>Old sound drivers have a space in their names: <c>HDA Intel</c>. It is a driver all the same.</summary>
    private static string? OneWord(string driver) =>
        driver.Replace(' ', '_') is var word && Word().IsMatch(word) ? word : null;

    private FunctionFacts InCapability(FunctionFacts function, string line, string place)
    {
        if (isDeviceControl && NoSnoop().Match(line) is { Success: true } bit)
        {
            return function with { NoSnoopEnabled = new Read<bool>(bit.Value.EndsWith('+'), $"{place}: DevCtl") };
        }

        var enable = Enable().Match(line);
        return !enable.Success ? function
            : section.StartsWith("Address Translation Service", StringComparison.Ordinal)
                ? function with
                {
                    AtsEnabled = new Read<bool>(enable.Value.EndsWith('+'), place),
                }
            : section.StartsWith("Process Address Space ID", StringComparison.Ordinal)
                ? function with
                {
                    PasidEnabled = new Read<bool>(enable.Value.EndsWith('+'), place),
                }
            : function;
    }

    /// <summary>
    /// lspci -nn prints base class and subclass in brackets; without it the words stand for the code.
    /// </summary>
    private static Read<int>? ClassCode(string rest, string place)
    {
        var code = Code().Match(rest) is { Success: true } bracketed ? bracketed : NumbersOnly().Match(rest);
        return code.Success ? new Read<int>(Hexadecimal(code, "code") << 8, place)
            : ClassNames.FirstOrDefault(row => rest.TrimStart('"').StartsWith(row.Name, StringComparison.Ordinal))
                is { Name: not null } row
                ? new Read<int>(row.Code << 8, place)
            : null;
    }

    /// <summary>Maker and product, as a person knows the card; null where lspci prints numbers.</summary>
    private static string? Product(string rest) =>
        Named().Match(rest) is { Success: true } named ? named.Groups["name"].Value.Trim() : null;

    private static int Hexadecimal(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Of pci.ids, as far as the importer has words for them.</summary>
    private static readonly ImmutableArray<(string Name, int Code)> ClassNames =
    [
        ("SATA controller", 0x0106),
        ("Non-Volatile memory controller", 0x0108),
        ("RAID bus controller", 0x0104),
        ("IDE interface", 0x0101),
        ("Ethernet controller", 0x0200),
        ("Network controller", 0x0280),
        ("VGA compatible controller", 0x0300),
        ("3D controller", 0x0302),
        ("Display controller", 0x0380),
        ("Multimedia audio controller", 0x0401),
        ("Audio device", 0x0403),
        ("Host bridge", 0x0600),
        ("ISA bridge", 0x0601),
        ("PCI bridge", 0x0604),
        ("Bridge", 0x0680),
        ("Serial controller", 0x0700),
        ("IOMMU", 0x0806),
        ("USB controller", 0x0c03),
        ("SMBus", 0x0c05),
        ("Serial Attached SCSI controller", 0x0107),
        ("Processing accelerators", 0x1200),
    ];

    [GeneratedRegex(
        @"^(?<address>(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[01][0-9a-f]\.[0-7]) (?<rest>.+)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Header();

    [GeneratedRegex(@"^Capabilities: (?:\[[0-9a-f]+(?: v\d+)?\] )?(?<name>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Capability();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9]+):", RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"\bNoSnoop[+-]", RegexOptions.CultureInvariant)]
    private static partial Regex NoSnoop();

    [GeneratedRegex(@"Ctl:\s*Enable[+-]", RegexOptions.CultureInvariant)]
    private static partial Regex Enable();

    [GeneratedRegex(
        @"^Bus: primary=[0-9a-f]{2}, secondary=(?<secondary>[0-9a-f]{2}), subordinate=(?<subordinate>[0-9a-f]{2})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Buses();

    [GeneratedRegex(@"\[(?<code>[0-9a-f]{4})\](?:: |"" )", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    /// <summary>Without the revision, and with ids where lspci -nn gives them.</summary>
    [GeneratedRegex(
        @"^[A-Z][^:""]*: (?<name>[\x20-\x7e]{1,120}?)(?: \(rev [0-9a-f]{2}\).*)?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Named();

    /// <summary>lspci -n: <c>0300: 8086:3e9b (rev 02)</c>.</summary>
    [GeneratedRegex(@"^(?<code>[0-9a-f]{4}): [0-9a-f]{4}:[0-9a-f]{4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex NumbersOnly();

    [GeneratedRegex(@"\A[\w-]{1,64}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Word();
}
