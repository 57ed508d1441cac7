using Newtonsoft.Json;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Output;

/// <summary>
/// The findings in SARIF 2.1.0, for code scanning. Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
/// </summary>
public sealed class SarifOutput(TextWriter output) : ICheckOutput
{
    private readonly JsonTextWriter json = Begin(output);
    private readonly Dictionary<string, FindingCode> codes = new(StringComparer.Ordinal);

    public bool ShowsRemedies(Finding finding) => false;

    public void Add(CheckedFile file)
    {
        foreach (var finding in file.Analysis.Findings)
        {
            codes.TryAdd(finding.Code.Id, finding.Code);
            WriteResult(json, (file.Analysis, finding));
        }
    }

    /// <summary>The rules come last, when all are known that something was found by.</summary>
    public void End()
    {
        json.WriteEndArray();
        json.WritePropertyName("tool");
        json.WriteStartObject();
        json.WritePropertyName("driver");
        json.WriteStartObject();
        json.Property("name", "topo");
        json.Array("rules", codes.Values, WriteRule);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteLine();
    }

    private static JsonTextWriter Begin(TextWriter output)
    {
        var json = JsonWriting.On(output);
        json.WriteStartObject();
        json.Property("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.Property("version", "2.1.0");
        json.WritePropertyName("runs");
        json.WriteStartArray();
        json.WriteStartObject();
        json.Property("columnKind", "utf16CodeUnits");
        json.WritePropertyName("results");
        json.WriteStartArray();
        return json;
    }

    private static void WriteRule(JsonTextWriter json, FindingCode code)
    {
        json.WriteStartObject();
        json.Property("id", code.Id);
        WriteText(json, "shortDescription", code.Title);
        if (FindingPages.Find(code.Id) is { } page)
        {
            WriteHelp(json, page);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// The page itself, for a reader on another machine; and, as the standard wants an absolute URI, its place beside
    /// this executable.
    /// </summary>
    private static void WriteHelp(JsonTextWriter json, FindingPage page)
    {
        WriteText(json, "fullDescription", page.Meaning);
        json.WritePropertyName("help");
        json.WriteStartObject();
        json.Property("text", $"{page.Meaning} {page.Why} {page.Remedy}");
        json.Property("markdown", FindingPageText.Markdown(page));
        json.WriteEndObject();
        if (FindingDocuments.Of(page.Code) is { } document)
        {
            json.Property("helpUri", document.AbsoluteUri);
        }
    }

    private static void WriteResult(JsonTextWriter json, (FileAnalysis Analysis, Finding Finding) item)
    {
        var (analysis, finding) = item;
        json.WriteStartObject();
        json.Property("ruleId", finding.Code.Id);
        json.Property(
            "level",
            finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "note",
            }
        );
        WriteText(json, "message", finding.Message);
        json.Array("locations", [finding.Where], (writer, where) => WriteLocation(writer, analysis, where, null));
        if (!finding.Related.IsEmpty)
        {
            json.Array(
                "relatedLocations",
                finding.Related,
                (writer, related) => WriteLocation(writer, analysis, related.Where, related.Message)
            );
        }

        json.WriteEndObject();
    }

    private static void WriteLocation(JsonTextWriter json, FileAnalysis analysis, FileSpan where, string? message)
    {
        var (start, end) = LineRange.Of(analysis.Binding, where);
        json.WriteStartObject();
        json.WritePropertyName("physicalLocation");
        json.WriteStartObject();
        json.WritePropertyName("artifactLocation");
        json.WriteStartObject();
        json.Property("uri", string.Join('/', where.Path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WritePropertyName("region");
        json.WriteStartObject();
        json.Property("startLine", start.Line + 1);
        json.Property("startColumn", start.Character + 1);
        json.Property("endLine", end.Line + 1);
        json.Property("endColumn", end.Character + 1);
        json.WriteEndObject();
        json.WriteEndObject();
        if (message is not null)
        {
            WriteText(json, "message", message);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// Never with a link in it: a viewer makes one of what stands in brackets before parentheses. Source: SARIF 2.1.0,
    /// 3.11.6.
    /// </summary>
    private static void WriteText(JsonTextWriter json, string name, string text)
    {
        json.WritePropertyName(name);
        json.WriteStartObject();
        json.Property("text", text.Replace("](", "] (", StringComparison.Ordinal));
        json.WriteEndObject();
    }
}
