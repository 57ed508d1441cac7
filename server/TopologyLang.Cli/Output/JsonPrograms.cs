using Newtonsoft.Json;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Order;

namespace TopologyLang.Cli.Output;

/// <summary>One run of a program: verdict, shortest run and checked remedies.</summary>
internal static class JsonPrograms
{
    /// <summary>
    /// Every run of a program that ran, then every program that is not understood: none is missing without a word.
    /// </summary>
    public static IEnumerable<Action<JsonTextWriter>> Of(CheckedFile file)
    {
        var analysis = file.Analysis;
        var runs =
            from timeline in analysis.System.Timelines
            from run in timeline.Runs
            select (Action<JsonTextWriter>)(json => Write(json, file, timeline, run));
        return runs.Concat(
            analysis.Binding.LeftOutPrograms.Select(left =>
                (Action<JsonTextWriter>)(json => WriteLeftOut(json, analysis, left))
            )
        );
    }

    private static void WriteLeftOut(JsonTextWriter json, FileAnalysis analysis, LeftOut left)
    {
        json.WriteStartObject();
        json.Property("file", left.Symbol.Path);
        json.Property("name", left.Symbol.Name);
        json.Property("scenario", null);
        json.Property("run", null);
        json.Property("verdict", Words.Of(VerdictKind.Error));
        json.Property("hazard", null);
        json.Property("states", 0);
        json.Property("profile", null);
        json.Property("length", null);
        json.Property("builtIn", false);
        json.Property("condition", null);
        json.Property("why", LeftOutText.Of(analysis.Binding, left));
        json.Property("limits", null);
        json.Property("order", null);
        json.Array<object>("trace", [], (_, _) => { });
        json.Array<object>("remedies", [], (_, _) => { });
        json.Array<object>("chain", [], (_, _) => { });
        json.WriteEndObject();
    }

    private static void Write(JsonTextWriter json, CheckedFile file, SimulatedTimeline timeline, SimulatedRun run)
    {
        var (analysis, verdict) = (file.Analysis, run.Verdict);
        json.WriteStartObject();
        json.Property("file", new Places(analysis.Binding).Of(run.Program).Path);
        json.Property("name", run.Program.Name);
        json.Property("scenario", timeline.Scenario);
        json.Property("run", run.Run.Run);
        json.Property("verdict", Words.Of(verdict.Kind));
        json.Property("hazard", verdict.Hazard is { } hazard ? Words.Of(hazard) : null);
        json.Property("states", verdict.States);
        json.Property("profile", verdict.Profile.Name);
        json.Property("length", verdict.Run.IsEmpty ? null : verdict.Run.Length);
        json.Property("builtIn", run.Program.BuiltIn);
        json.Property("condition", verdict.Condition);
        json.Property("why", verdict.Why?.Text);
        WriteLimits(json, run);
        WriteOrder(json, analysis, run);
        json.Array("trace", verdict.Run, (writer, step) => WriteStep(writer, analysis, run, step));
        if (file.HasRemediesOf(run))
        {
            json.Array(
                "remedies",
                analysis.Remedies.For(run, CancellationToken.None),
                (writer, remedy) => JsonRemedies.Write(writer, analysis, remedy)
            );
        }

        json.Array("chain", Chains.Of(run.Path), JsonStates.WriteReason);
        json.WriteEndObject();
    }

    /// <summary>Of a coherent verdict: what the model leaves out that the program touches; else null.</summary>
    private static void WriteLimits(JsonTextWriter json, SimulatedRun run)
    {
        if (run.Verdict.Kind != VerdictKind.Coherent)
        {
            json.Property("limits", null);
            return;
        }

        json.WritePropertyName("limits");
        json.WriteStartObject();
        json.Property("page", ModelLimits.Page);
        json.Array(
            "touched",
            ModelLimits.TouchedBy(run.Path),
            (writer, limit) =>
            {
                writer.WriteStartObject();
                writer.Property("name", limit.Name);
                writer.Property("text", limit.Phrase);
                writer.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    /// <summary>
    /// Which statement comes before which in every execution, and why; null where the program cannot run or its path is
    /// not known, and for one that has no text.
    /// </summary>
    private static void WriteOrder(JsonTextWriter json, FileAnalysis analysis, SimulatedRun run)
    {
        if (run.Program.BuiltIn || run.Path is not { CannotRun: null, NotKnown: null })
        {
            json.Property("order", null);
            return;
        }

        var order = ProgramOrder.Of(run.Path);
        json.WritePropertyName("order");
        json.WriteStartObject();
        json.Property("ofText", order.IsText);
        json.Array(
            "edges",
            order.IsText ? [] : order.Cover,
            (writer, edge) =>
            {
                writer.WriteStartObject();
                writer.Property("before", LineOf(analysis, run, edge.Before));
                writer.Property("after", LineOf(analysis, run, edge.After));
                writer.Property("reason", WordTable.Of(edge.Reason));
                writer.Property("through", edge.Through is { } step ? LineOf(analysis, run, step) : null);
                writer.WriteEndObject();
            }
        );
        json.Array(
            "assumedHandoffs",
            order.AssumedHandoffs,
            (writer, step) => writer.WriteValue(LineOf(analysis, run, step))
        );
        json.WriteEndObject();
    }

    private static int LineOf(FileAnalysis analysis, SimulatedRun run, int step) =>
        LineRange.Of(analysis.Binding, new Places(analysis.Binding).Of(run.Program, step)).Start.Line + 1;

    private static void WriteStep(JsonTextWriter json, FileAnalysis analysis, SimulatedRun run, RunStep step)
    {
        int? line = step.Step is { } index ? LineOf(analysis, run, index) : null;
        json.WriteStartObject();
        json.Property("actor", RunStepText.Actor(step));
        json.Property("action", step.Action);
        json.Property("buffer", step.Buffer);
        json.Property("line", line);
        json.Property("read", step.ReadValue);
        json.Property("expected", step.Expected);
        json.Property("memory", step.Memory);
        json.Array(
            "overtakes",
            step.Overtakes.IsDefault ? [] : step.Overtakes,
            (writer, overtaken) => writer.WriteValue(LineOf(analysis, run, overtaken))
        );
        json.WriteEndObject();
    }
}
