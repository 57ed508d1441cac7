using Newtonsoft.Json;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;

namespace TopologyLang.Cli.Output;

/// <summary>A checked remedy with the text edits that make it up.</summary>
internal static class JsonRemedies
{
    public static void Write(JsonTextWriter json, FileAnalysis analysis, Remedy remedy)
    {
        json.WriteStartObject();
        json.Property("kind", remedy.Kind.ToString().ToLowerInvariant());
        json.Property("text", remedy.Text);
        json.Property("line", LineRange.Of(analysis.Binding, remedy.Edits[0].Where).Start.Line + 1);
        json.Property("verified", true);
        json.Property("cost", remedy.Cost);
        json.Array("outdated", remedy.Outdated, (writer, text) => writer.WriteValue(text));
        json.Array("edits", remedy.Edits, (writer, edit) => WriteEdit(writer, analysis, edit));
        json.WriteEndObject();
    }

    private static void WriteEdit(JsonTextWriter json, FileAnalysis analysis, RemedyEdit edit)
    {
        var (start, end) = LineRange.Of(analysis.Binding, edit.Where with { Span = edit.Change.Span });
        json.WriteStartObject();
        json.Property("file", edit.Where.Path);
        json.Property("line", start.Line + 1);
        json.Property("column", start.Character + 1);
        json.Property("endLine", end.Line + 1);
        json.Property("endColumn", end.Character + 1);
        json.Property("text", edit.Text);
        json.Property("newText", edit.Change.NewText);
        json.WriteEndObject();
    }
}
