using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>
/// The PCI functions out of the layout: <c>pci/devices.txt</c> (a line a function, as sysfs has its attributes and
/// links) and the bytes of <c>pci/ADDRESS.config</c>.
/// </summary>
public static partial class FunctionReader
{
    private const string List = "pci/devices.txt";

    /// <exception cref="ImportException">A line of the list, or a configuration space, cannot be
    /// understood.</exception>
    public static ImmutableArray<FunctionFacts> Read(MachineFiles files, BootLog? log = null)
    {
        var functions = new SortedDictionary<PciAddress, FunctionFacts>();
        foreach (var function in Listed(files.Text(List) ?? ""))
        {
            functions[function.Address] = function;
        }

        foreach (var name in files.Names("pci").Where(name => name.EndsWith(".config", StringComparison.Ordinal)))
        {
            if (PciAddress.TryParse(name["pci/".Length..^".config".Length]) is { } address)
            {
                functions[address] = WithConfig(
                    functions.GetValueOrDefault(address, new FunctionFacts(address) { From = name }),
                    files,
                    name
                );
            }
        }

        return functions.Count > 0 ? [.. functions.Values] : Logged(log);
    }

    /// <summary>Those that the kernel logged, where nothing lists them.</summary>
    private static ImmutableArray<FunctionFacts> Logged(BootLog? log) =>
        [
            .. from one in log?.Functions ?? []
            let address = PciAddress.TryParse(one.Address)
            where address is not null
            orderby address
            select new FunctionFacts(address.Value)
            {
                From = one.ClassCode.From,
                Vendor = one.Vendor,
                Device = one.Device,
                ClassCode = one.ClassCode,
                Group = one.Group,
                ConfigProblem = "a kernel log does not show its configuration space",
            },
        ];

    private static FunctionFacts WithConfig(FunctionFacts function, MachineFiles files, string name)
    {
        if (files.View(name) is not { } view)
        {
            return function with { ConfigProblem = $"{name} is empty" };
        }

        var read = function.WithConfig(view, name);
        return read with { ConfigProblem = read.ConfigProblem ?? Truncated(view) };
    }

    private static string? Truncated(ByteView config) =>
        config.Length <= 64 ? $"{config.File} has only the header: ordinary users get no more, root gets all" : null;

    private static IEnumerable<FunctionFacts> Listed(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var address =
                PciAddress.TryParse(words[0])
                ?? throw new ImportException(
                    $"{List}:{number}: the line starts with a PCI address such as 0000:00:02.0, not with "
                        + $"'{Clean(words[0])}'"
                );
            var values = words
                .Skip(1)
                .Select(word => word.Split('=', 2))
                .Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0])
                .ToDictionary(pair => pair.Key, pair => pair.Last()[1], StringComparer.Ordinal);
            yield return Of(address, values, string.Create(CultureInfo.InvariantCulture, $"{List}:{number}"));
        }
    }

    private static FunctionFacts Of(PciAddress address, Dictionary<string, string> values, string place)
    {
        Read<string>? Word(string key) =>
            values.TryGetValue(key, out var value)
                ? new Read<string>(Clean(value), $"{place}: {key}={Clean(value)}")
                : null;

        return new FunctionFacts(address)
        {
            From = place,
            Vendor = Hexadecimal(values.GetValueOrDefault("vendor")),
            Device = Hexadecimal(values.GetValueOrDefault("device")),
            ClassCode = Hexadecimal(values.GetValueOrDefault("class")) is { } code
                ? new Read<int>(code, $"{place}: class")
                : null,
            Driver = Word("driver"),
            Group = Word("iommu_group"),
            Unit = Word("iommu"),
        };
    }

    private static int? Hexadecimal(string? text) =>
        text is not null
        && text.StartsWith("0x", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>
    /// Names of drivers, groups and units are ASCII words; anything else could break out of a comment.
    /// </summary>
    private static string Clean(string word) => NoWord().Replace(word, "?");

    [GeneratedRegex(@"[^\w.:@-]", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex NoWord();
}
