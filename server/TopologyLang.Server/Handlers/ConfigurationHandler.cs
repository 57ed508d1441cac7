using MediatR;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Workspace;
using TopologyLang.Analysis;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Handlers;

/// <summary>The settings: <c>{ "topology": { "checker": { "maxStates": N } } }</c>.</summary>
public sealed class ConfigurationHandler(Workspace workspace) : DidChangeConfigurationHandlerBase
{
    private const long LeastStates = 1_000;
    private const long MostStates = 100_000_000;

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
        return checker?["maxStates"] is JValue { Type: JTokenType.Integer } states
            ? AnalysisOptions.Default with { Limits = SearchLimits.Default with { States = Math.Clamp((long)states, LeastStates, MostStates) } }
            : null;
    }
}
