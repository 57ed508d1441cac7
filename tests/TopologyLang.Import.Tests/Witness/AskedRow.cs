namespace TopologyLang.Import.Tests.Witness;

/// <summary>
/// One statement of tests/qemu-witness/answers: what a real kernel answered to it, and how the machine was afterwards.
/// '-' is: it could not be asked. Columns: tests/qemu-witness/README.md.
/// </summary>
public sealed record AskedRow(
    string Question,
    string Mode,
    string First,
    string Second,
    string Statement,
    string Answer,
    string DmaCc,
    string Tables,
    string Wbinvd,
    string Noncoherent,
    string NoSnoop
)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "qemu-witness", "answers");

    public static IEnumerable<string> Machines { get; } =
    [
        .. Directory
            .GetFiles(Folder, "*.tsv")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<AskedRow> Of(string machine)
    {
        var rows = new List<AskedRow>();
        string[] asked = [];
        foreach (
            var cells in File.ReadAllLines(Path.Combine(Folder, machine + ".tsv")).Select(line => line.Split('\t'))
        )
        {
            if (cells[0].Length > 0)
            {
                asked = cells;
            }
            else
            {
                rows.Add(
                    new AskedRow(
                        asked[0],
                        asked[1],
                        asked[2],
                        asked[3],
                        cells[1],
                        cells[2],
                        cells[3],
                        cells[4],
                        cells[5],
                        cells[6],
                        cells[7]
                    )
                );
            }
        }

        return rows;
    }
}
