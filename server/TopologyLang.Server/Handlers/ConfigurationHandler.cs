using MediatR;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Workspace;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Workspaces;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// The settings: <c>{ "topology": { "checker": { "maxStates": N, "maxMemory": "512MiB", "threads": N, "maxSeconds": N }
/// } }</c>.
/// </summary>
public sealed class ConfigurationHandler(Workspace workspace) : DidChangeConfigurationHandlerBase
{
    private const long LeastStates = 1_000;
    private const long MostStates = 100_000_000;
    private const long LeastMemory = 1L << 20;

    /// <summary>Nobody waits longer in an editor. The command line has no such bound.</summary>
    private const long MostSeconds = 3_600;

    /// <summary>
    /// A setting can come from somebody else's folder: it must not take the machine from whoever opens it.
    /// </summary>
    private static readonly long MostMemory = Math.Max(
        LeastMemory,
        Math.Max(SearchLimits.Default.Memory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2)
    );

    private static readonly long MostThreads = Environment.ProcessorCount;

    public override async Task<Unit> Handle(DidChangeConfigurationParams request, CancellationToken cancellationToken)
    {
        if (OptionsOf((request.Settings as JObject)?["topology"]) is { } options)
        {
            await workspace.ChangeAsync(state => state.With(options)).ConfigureAwait(false);
        }

        return Unit.Value;
    }

    /// <param name="topology">The object under "topology"; null, or anything else than that, says nothing.</param>
    /// <returns>Null where no setting is given: everything stays as it is.</returns>
    public static AnalysisOptions? OptionsOf(JToken? topology)
    {
        var checker = (topology as JObject)?["checker"] as JObject;
        var (states, memory, threads) = (
            Number(checker?["maxStates"]),
            Size(checker?["maxMemory"]),
            Number(checker?["threads"])
        );
        var seconds = Number(checker?["maxSeconds"]);
        var usual = SearchLimits.Default;
        return states is null && memory is null && threads is null && seconds is null
            ? null
            : AnalysisOptions.Default with
            {
                Limits = usual with
                {
                    States = Math.Clamp(states ?? usual.States, LeastStates, MostStates),
                    Memory = Math.Clamp(memory ?? usual.Memory, LeastMemory, MostMemory),
                    Threads = (int)Math.Clamp(threads ?? usual.Threads, 1, MostThreads),
                },
                Time = seconds is { } given
                    ? TimeSpan.FromSeconds(Math.Clamp(given, 1, MostSeconds))
                    : AnalysisOptions.Default.Time,
            };
    }

    private static long? Number(JToken? setting) =>
        setting is JValue { Type: JTokenType.Integer, Value: long number } ? number : null;

    /// <returns>Null where it is no size as a file would write it.</returns>
    private static long? Size(JToken? setting) =>
        setting is JValue { Type: JTokenType.String, Value: string text } && Numbers.TryParseSize(text, out var bytes)
            ? (long)Math.Min(bytes, (ulong)MostMemory)
            : null;
}
