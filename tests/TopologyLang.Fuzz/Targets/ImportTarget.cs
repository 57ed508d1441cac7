using System.Collections.Immutable;
using TopologyLang.Import;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Import.Reading;
using TopologyLang.Tests;

namespace TopologyLang.Fuzz.Targets;

/// <summary>
/// Files of real machines, damaged: the import ends with text or with an error that names the file and the place.
/// </summary>
internal sealed class ImportTarget : ITarget
{
    private static readonly Lazy<ImmutableArray<MachineFiles>> Machines = new(() =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "tests", "machines"))
                .Order(StringComparer.Ordinal)
                .Select(MachineFolder.Read),
        ]
    );

    public string Name => "import";

    public Task TryAsync(Random random, Action<string> input)
    {
        var machine = Mutation.Pick(random, Machines.Value);
        var names = machine.Files.Keys.Order(StringComparer.Ordinal).ToList();
        var name = Mutation.Pick(random, names);
        var bytes = Damaged(random, machine.Files[name].ToArray());
        input($"{name}: {Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 4096)))}");
        try
        {
            Importer.ToTopology(Evidence.Of(machine with { Files = machine.Files.SetItem(name, bytes) }));
        }
        catch (ImportException error)
        {
            Fault.Unless(
                error.Message.StartsWith(name, StringComparison.Ordinal),
                "an error of the import names the file"
            );
        }

        return Task.CompletedTask;
    }

    private static byte[] Damaged(Random random, byte[] bytes)
    {
        if (random.Next(5) == 0)
        {
            return bytes[..random.Next(bytes.Length + 1)];
        }

        byte[] odd = [0, 1, 0x7F, 0x80, 0xFF, (byte)'\n', (byte)'"', (byte)'{', (byte)' '];
        for (var change = random.Next(1, 12); change > 0 && bytes.Length > 0; change--)
        {
            bytes[random.Next(bytes.Length)] =
                random.Next(2) == 0 ? Mutation.Pick(random, odd) : (byte)random.Next(256);
        }

        return bytes;
    }
}
