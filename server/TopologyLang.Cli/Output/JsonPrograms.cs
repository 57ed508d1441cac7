using Newtonsoft.Json;
using TopologyLang.Analysis;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Cli.Output;

/// <summary>One run of a program: verdict, shortest run and checked remedies.</summary>
internal static class JsonPrograms
{
    public static void Write(JsonTextWriter json, FileAnalysis analysis, SimulatedTimeline timeline, SimulatedRun run)
    {
        var verdict = run.Verdict;
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
        json.Property("why", verdict.Why?.Text);
        json.Array("trace", verdict.Run, (writer, step) => WriteStep(writer, analysis, run, step));
        json.Array("remedies", analysis.Remedies.For(run, CancellationToken.None), (writer, remedy) => WriteRemedy(writer, analysis, remedy));
        json.Array("chain", Chains.Of(run.Path), JsonStates.WriteReason);
        json.WriteEndObject();
    }

    private static void WriteStep(JsonTextWriter json, FileAnalysis analysis, SimulatedRun run, RunStep step)
    {
        int? line = step.Step is { } index ? LineRange.Of(analysis, new Places(analysis.Binding).Of(run.Program, index)).Start.Line + 1 : null;
        json.WriteStartObject();
        json.Property("actor", RunText.Actor(step));
        json.Property("action", step.Action);
        json.Property("buffer", step.Buffer);
        json.Property("line", line);
        json.Property("read", step.ReadValue);
        json.Property("expected", step.Expected);
        json.Property("memory", step.Memory);
        json.WriteEndObject();
    }

    private static void WriteRemedy(JsonTextWriter json, FileAnalysis analysis, Remedy remedy)
    {
        json.WriteStartObject();
        json.Property("kind", remedy.Kind.ToString().ToLowerInvariant());
        json.Property("text", remedy.Text);
        json.Property("line", LineRange.Of(analysis, remedy.Edits[0].Where).Start.Line + 1);
        json.Property("verified", true);
        json.Property("cost", remedy.Cost);
        json.Array("edits", remedy.Edits, (writer, edit) =>
        {
            writer.WriteStartObject();
            writer.Property("line", LineRange.Of(analysis, edit.Where).Start.Line + 1);
            writer.Property("text", edit.Text);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
