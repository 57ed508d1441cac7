using System.Diagnostics;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;
using Xunit.Abstractions;

namespace TopologyLang.Import.Tests.Tables;

/// <summary>
/// Every table and configuration space of the real machines, damaged at random: the import ends with text or with an
/// error that names the file, never with another exception, and soon.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int RoundsForEachFile = 60;

    /// <summary>A whole import takes some milliseconds; a loop would never end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Machines() =>
        [
            "vtd-sc1@7.2.12",
            "amdvi@7.2.12",
            "arm-smmuv3x2-acpi@7.2.12",
            "arm-virtio-flat-acpi@7.2.12",
            "arm-smmuv3-dt@6.12.107",
        ];

    [Theory]
    [MemberData(nameof(Machines))]
    public void Damage_is_an_error_that_names_the_file(string machine)
    {
        var seed = Environment.GetEnvironmentVariable("TOPO_SEED") is { } given
            ? int.Parse(given, null)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed} (TOPO_SEED repeats it)");
        var random = new Random(seed);
        var whole = MachineFolder.Read(Path.Combine(Repository.Machines, machine));
        var binary = whole
            .Files.Keys.Where(name =>
                name.StartsWith("acpi/", StringComparison.Ordinal)
                || name.EndsWith(".config", StringComparison.Ordinal)
                || name == "fdt.dtb"
            )
            .ToList();
        var refused = 0;
        foreach (var name in binary)
        {
            for (var round = 0; round < RoundsForEachFile; round++)
            {
                refused += Survives(
                    whole,
                    name,
                    Mutated(whole.Files[name].ToArray(), name, random),
                    $"seed {seed}, {name}, round {round}"
                )
                    ? 0
                    : 1;
            }
        }

        output.WriteLine($"{binary.Count * RoundsForEachFile} mutations of {binary.Count} files, {refused} refused");
        Assert.InRange(refused, 1, (binary.Count * RoundsForEachFile) - 1);
    }

    /// <summary>Whatever the text files of a machine hold, what is printed has no error in it.</summary>
    [Theory]
    [InlineData("vtd-sc1@7.2.12")]
    [InlineData("arm-smmuv3x2-acpi@7.2.12")]
    public void Odd_text_never_breaks_the_language(string machine)
    {
        const int rounds = 120;
        var seed = Environment.GetEnvironmentVariable("TOPO_SEED") is { } given
            ? int.Parse(given, null)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed} (TOPO_SEED repeats it)");
        var random = new Random(seed);
        var whole = MachineFolder.Read(Path.Combine(Repository.Machines, machine));
        string[] names =
        [
            "pci/devices.txt",
            "uname.txt",
            "cpu.txt",
            "dmesg.txt",
            "reserved_regions.txt",
            "cmdline.txt",
        ];
        for (var round = 0; round < rounds; round++)
        {
            var name = names[random.Next(names.Length)];
            var files = whole with
            {
                Files = whole.Files.SetItem(name, Scribbled(whole.Files[name].ToArray(), random)),
            };
            try
            {
                var findings = Imported.Analysis(Importer.ToTopology(Evidence.Of(files))).Findings;
                Assert.All(
                    findings,
                    finding =>
                        Assert.True(
                            finding.Severity != Analysis.Findings.Severity.Error,
                            $"seed {seed}, {name}, round {round}: {finding.Message}"
                        )
                );
            }
            catch (ImportException error)
            {
                Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Scribbled(byte[] bytes, Random random)
    {
        byte[] odd = [.. "\n\r\t \"'{}[]=/*;:.,_-#0xZ\0\xff"u8];
        for (var change = random.Next(1, 40); change > 0 && bytes.Length > 0; change--)
        {
            bytes[random.Next(bytes.Length)] = odd[random.Next(odd.Length)];
        }

        return bytes;
    }

    private static bool Survives(MachineFiles whole, string name, byte[] bytes, string what)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Importer.ToTopology(Evidence.Of(whole with { Files = whole.Files.SetItem(name, bytes) }));
            return true;
        }
        catch (ImportException error)
        {
            Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
            Assert.Contains("at 0x", error.Message, StringComparison.Ordinal);
            return false;
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{what}: {error.GetType().Name} instead of a message", error);
        }
        finally
        {
            Assert.True(watch.Elapsed < Longest, $"{what}: took {watch.Elapsed}");
        }
    }

    /// <summary>
    /// Bytes changed, cut or repeated. In half of the tables the checksum is right again, so that the damage gets past
    /// it.
    /// </summary>
    private static byte[] Mutated(byte[] bytes, string name, Random random)
    {
        switch (random.Next(4))
        {
            case 0 when bytes.Length > 1:
                bytes = bytes[..random.Next(1, bytes.Length)];
                break;
            case 1:
                var at = random.Next(bytes.Length);
                bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
                break;
            default:
                for (var change = random.Next(1, 5); change > 0; change--)
                {
                    byte[] usual = [0, 1, 0x7f, 0x80, 0xff, (byte)random.Next(256)];
                    bytes[random.Next(bytes.Length)] = usual[random.Next(usual.Length)];
                }

                break;
        }

        if (name.StartsWith("acpi/", StringComparison.Ordinal) && bytes.Length >= 36 && random.Next(8) != 0)
        {
            if (random.Next(2) == 0)
            {
                BitConverter.GetBytes(bytes.Length).CopyTo(bytes, 4);
            }

            bytes = Hex.Summed(bytes);
        }

        return bytes;
    }
}
