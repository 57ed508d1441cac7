using System.Collections.Immutable;
using Newtonsoft.Json;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Text;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Output;

/// <param name="Line">Counted from 1.</param>
public sealed record ExplainedLine(string File, int Line, ImmutableArray<ExplainedThing> Things);

/// <summary>The explanations of a line: each thing on it, its answers, and their chains one reason a line.</summary>
internal static class ExplanationOutput
{
    private const int Version = 1;

    public static void WriteText(CommandConsole console, ExplainedLine line)
    {
        var told = new ToldChains();
        foreach (var thing in line.Things)
        {
            var more = thing.Code is { } code ? $"   (topo explain {code} says what it means)" : "";
            console.Out.WriteLine(
                $"{console.Style.Strong(Printable.Line($"{line.File}:{line.Line}: {thing.Subject}"))}{more}"
            );
            foreach (var explanation in thing.Explanations)
            {
                WriteText(console, thing, explanation, told);
            }

            if (thing.Explanations.IsEmpty)
            {
                console.Out.WriteLine("  nothing is simulated for this by itself");
            }
        }
    }

    private static void WriteText(
        CommandConsole console,
        ExplainedThing thing,
        Explanation explanation,
        ToldChains told
    )
    {
        var scenario = explanation.Scenario is { } name ? $"scenario {name}: " : "";
        console.Out.WriteLine(Printable.Line($"  {scenario}{Plain(explanation.Answer)}"));
        var chain = told.Tell($"`{thing.Subject}`", explanation.Chain);
        if (chain.Reference("above for") is { } earlier)
        {
            console.Out.WriteLine(Printable.Line($"     {earlier}"));
        }

        foreach (var (reason, index) in chain.Rest.Select((reason, index) => (reason, index)))
        {
            console.Out.WriteLine(Printable.Line($"  {chain.Shared + index + 1, 3}. {Chains.Line(reason)}"));
        }
    }

    public static void WriteJson(CommandConsole console, ExplainedLine line)
    {
        using var json = JsonWriting.On(console.Out);
        json.WriteStartObject();
        json.Property("version", Version);
        json.Property("file", line.File);
        json.Property("line", line.Line);
        json.Array("things", line.Things, WriteThing);
        json.WriteEndObject();
        console.Out.WriteLine();
    }

    private static void WriteThing(JsonTextWriter json, ExplainedThing thing)
    {
        json.WriteStartObject();
        json.Property("kind", thing.Kind);
        json.Property("text", thing.Subject);
        json.Array(
            "explanations",
            thing.Explanations,
            (writer, explanation) =>
            {
                writer.WriteStartObject();
                writer.Property("scenario", explanation.Scenario);
                writer.Property("answer", Plain(explanation.Answer));
                writer.Array("chain", explanation.Chain, JsonStates.WriteReason);
                writer.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static string Plain(string answer) => answer.Replace("**", "", StringComparison.Ordinal);
}
