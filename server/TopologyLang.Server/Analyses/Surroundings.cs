using System.Collections.Immutable;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Analyses;

/// <summary>
/// What the analysis of a document takes from the workspace around it. Of the other documents these are only the
/// texts: to hold the workspace's state itself would chain every state to the one before it.
/// </summary>
/// <param name="Open">The open files' texts by path.</param>
/// <param name="Roots">The workspace's folders, absolute.</param>
public sealed record Surroundings(
    ImmutableDictionary<string, DocumentTree> Open,
    ImmutableArray<string> Roots,
    AnalysisCalls Calls
);
