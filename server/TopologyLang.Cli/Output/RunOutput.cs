using System.Collections.Immutable;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using TopologyLang.Analysis.Runs;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Output;

/// <summary>Explained runs in each format of <c>topo simulate</c>.</summary>
internal static class RunOutput
{
    public const string Table = "table";
    public const string Json = "json";
    private const string Mermaid = "mermaid";
    private const string Svg = "svg";

    /// <summary>Of output that goes to no terminal.</summary>
    private const int DefaultWidth = 100;
    private const int LeastWidth = 60;

    private static readonly JsonSerializer Serializer = JsonSerializer.Create(
        new JsonSerializerSettings
        {
            ContractResolver = new CamelCasePropertyNamesContractResolver(),
            Formatting = Formatting.Indented,
            StringEscapeHandling = StringEscapeHandling.EscapeNonAscii,
        }
    );

    public static readonly ImmutableArray<string> Formats = [Table, Json, Mermaid, Svg];

    public static bool ShowsOne(string format) => format is Mermaid or Svg;

    public static void Write(TextWriter output, string format, string file, ImmutableArray<ExplainedRun> runs)
    {
        switch (format)
        {
            case Json:
                Serializer.Serialize(output, RunDocument.Of(file, runs));
                output.WriteLine();
                break;
            case Mermaid:
                output.Write(RunMermaid.Render(runs[0]));
                break;
            case Svg:
                output.Write(RunSvg.Render(runs[0]));
                break;
            default:
                WriteTables(output, runs);
                break;
        }
    }

    private static void WriteTables(TextWriter output, ImmutableArray<ExplainedRun> runs)
    {
        var width = Width();
        foreach (var line in RunTable.Render(runs, width).Split('\n').SkipLast(1))
        {
            output.WriteLine(Printable.Line(line));
        }
    }

    private static int Width()
    {
        if (Console.IsOutputRedirected)
        {
            return DefaultWidth;
        }

        try
        {
            return Math.Max(LeastWidth, Console.WindowWidth - 1);
        }
        catch (IOException)
        {
            // A terminal that does not tell.
            return DefaultWidth;
        }
    }
}
