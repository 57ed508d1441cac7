using System.Collections.Immutable;
using Newtonsoft.Json;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Cli.Output;

/// <summary>
/// The machine-readable result: one object for all files. Its keys are fixed by docs/language.md; more may be added.
/// </summary>
public sealed class JsonOutput(TextWriter output) : ICheckOutput
{
    private const int Version = 1;

    /// <summary>The object has a list of each kind of thing, and in each list those of all files.</summary>
    private readonly ImmutableArray<CheckedFile>.Builder files = ImmutableArray.CreateBuilder<CheckedFile>();

    public bool ShowsRemedies(Finding finding) => true;

    public void Add(CheckedFile file) => files.Add(file);

    public void End()
    {
        ImmutableArray<FileAnalysis> analyses = [.. files.Select(file => file.Analysis)];
        using var json = JsonWriting.On(output);
        json.WriteStartObject();
        json.Property("version", Version);
        json.Array("files", analyses.Select(analysis => analysis.Path), (writer, path) => writer.WriteValue(path));
        json.Array(
            "diagnostics",
            files.SelectMany(file => file.Analysis.Findings.Select(finding => (file, finding))),
            WriteFinding
        );
        json.Array("hosts", Each(analyses, analysis => analysis.System.Topology.Hosts), WriteHost);
        json.Array("devices", EachAtEnd(analyses, topology => topology.Devices), JsonStates.WriteDevice);
        json.Array("domains", EachAtEnd(analyses, topology => topology.Domains), JsonStates.WriteDomain);
        json.Array(
            "operations",
            EachTimeline(analyses)
                .SelectMany(pair => pair.Timeline.Kernel.Operations.Select(outcome => (pair, outcome))),
            (writer, item) => JsonStates.WriteOperation(writer, item.pair.Analysis, item.pair.Timeline, item.outcome)
        );
        json.Array("guests", EachAtEnd(analyses, topology => topology.Guests), JsonStates.WriteGuest);
        json.Array("programs", files.SelectMany(JsonPrograms.Of), (writer, write) => write(writer));
        json.Array("expectations", Each(analyses, analysis => analysis.Expectations), WriteExpectation);
        json.Property("remediesNotSearched", files.Sum(file => file.Unsearched(ShowsRemedies)));
        json.WriteEndObject();
        output.WriteLine();
    }

    private static IEnumerable<(FileAnalysis Analysis, T Item)> Each<T>(
        ImmutableArray<FileAnalysis> analyses,
        Func<FileAnalysis, IEnumerable<T>> items
    ) => analyses.SelectMany(analysis => items(analysis).Select(item => (analysis, item)));

    private static IEnumerable<(FileAnalysis Analysis, SimulatedTimeline Timeline)> EachTimeline(
        ImmutableArray<FileAnalysis> analyses
    ) => Each(analyses, analysis => analysis.System.Timelines);

    private static IEnumerable<(FileAnalysis Analysis, SimulatedTimeline Timeline, T Item)> EachAtEnd<T>(
        ImmutableArray<FileAnalysis> analyses,
        Func<SystemTopology, ImmutableArray<T>> items
    ) =>
        from pair in EachTimeline(analyses)
        from item in items(pair.Timeline.Topology)
        select (pair.Analysis, pair.Timeline, item);

    private static void WriteFinding(JsonTextWriter json, (CheckedFile File, Finding Finding) item)
    {
        var (file, finding) = item;
        var (start, end) = LineRange.Of(file.Analysis.Binding, finding.Where);
        json.WriteStartObject();
        json.Property("file", finding.Where.Path);
        json.Property("line", start.Line + 1);
        json.Property("column", start.Character + 1);
        json.Property("endLine", end.Line + 1);
        json.Property("endColumn", end.Character + 1);
        json.Property("severity", finding.Severity.ToString().ToLowerInvariant());
        json.Property("code", finding.Code.Id);
        json.Property("message", finding.Message);
        if (!finding.Chain.IsEmpty)
        {
            json.Array("chain", finding.Chain, JsonStates.WriteReason);
        }

        if ((!finding.Faults.IsEmpty || !finding.Known.IsEmpty) && file.Remedies.TryGetValue(finding, out var remedies))
        {
            json.Array("remedies", remedies, (writer, remedy) => JsonRemedies.Write(writer, file.Analysis, remedy));
        }

        json.WriteEndObject();
    }

    private static void WriteHost(JsonTextWriter json, (FileAnalysis Analysis, Host Host) item)
    {
        json.WriteStartObject();
        json.Property("file", JsonStates.FileOf(item.Analysis, DeclarationKind.Host, item.Host.Name));
        json.Property("name", item.Host.Name);
        json.Property("arch", Words.Of(item.Host.Architecture));
        var isKnown = item.Analysis.System.DoubtOfHost(item.Host.Name) is null;
        json.Property("kernel", isKnown ? KernelWords.Name(item.Host) : null);
        json.Property(
            "simulatedAs",
            !isKnown || KernelVersions.IsTooOld(item.Host.Kernel)
                ? null
                : KernelVersions.SimulatedAs(item.Host.Kernel).ToString()
        );
        json.WriteEndObject();
    }

    private static void WriteExpectation(
        JsonTextWriter json,
        (FileAnalysis Analysis, Analysis.Expectations.ExpectationAnswer Answer) item
    )
    {
        var where = item.Analysis.Binding.ExpectationSpan(item.Answer.Index);
        json.WriteStartObject();
        json.Property("file", where.Path);
        json.Property("line", LineRange.Of(item.Analysis.Binding, where).Start.Line + 1);
        json.Property("text", item.Analysis.Binding.ExpectationText(item.Answer.Index));
        json.Property("met", item.Answer.Met);
        json.Property("found", item.Answer.Found);
        json.WriteEndObject();
    }
}
