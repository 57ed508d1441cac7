using System.Globalization;
using System.Text;

namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>
/// How high each folder stands: on the ground (1) what uses no other folder, and everything else one floor above the
/// highest that it uses. So an arrow always leads to a lower floor, unless folders use each other in a circle; those
/// share a floor.
/// </summary>
internal sealed class Floors
{
    private const int Width = 110;

    private readonly ILookup<string, string> below;
    private readonly Dictionary<string, string> knotOf;
    private readonly Dictionary<string, int> floors = new(StringComparer.Ordinal);
    private readonly string[] folders;

    /// <param name="files">Every file; one without an arrow stands somewhere too.</param>
    public Floors(IEnumerable<string> files, IEnumerable<Arrow> arrows)
    {
        folders = [.. files.Select(file => file[..file.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal)];
        var between = Folders.Arrows(arrows).Select(pair => pair.Folders).ToList();
        knotOf = Circles
            .Knots(between)
            .SelectMany(knot => knot.Select(folder => (folder, knot: knot[0])))
            .ToDictionary(pair => pair.folder, pair => pair.knot, StringComparer.Ordinal);
        below = between
            .Where(arrow => Knot(arrow.From) != Knot(arrow.To))
            .ToLookup(arrow => Knot(arrow.From), arrow => arrow.To, StringComparer.Ordinal);
    }

    public int Of(string folder)
    {
        var knot = Knot(folder);
        if (!floors.TryGetValue(knot, out var floor))
        {
            floors[knot] = floor = 1 + below[knot].Select(Of).DefaultIfEmpty(0).Max();
        }

        return floor;
    }

    /// <summary>The floors from the top, each with its folders: one line a floor, longer ones folded.</summary>
    public string Picture()
    {
        var text = new StringBuilder();
        foreach (var floor in folders.GroupBy(Of).OrderByDescending(floor => floor.Key))
        {
            var line = floor.Key.ToString(CultureInfo.InvariantCulture).PadLeft(2) + "  ";
            foreach (var folder in floor)
            {
                if (line.Length + folder.Length > Width)
                {
                    text.Append(line.TrimEnd()).Append('\n');
                    line = "    ";
                }

                line += folder + "   ";
            }

            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private string Knot(string folder) => knotOf.GetValueOrDefault(folder, folder);
}
