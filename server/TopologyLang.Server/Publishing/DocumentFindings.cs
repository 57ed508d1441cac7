using System.Collections.Immutable;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Publishing;

/// <summary>
/// How far the analysis of an open file has come, in falling order of what the client's status bar should rather show.
/// </summary>
public enum FindingsState
{
    SyntaxOnly,
    Failed,

    /// <summary>Somebody stopped the simulation; the next edit begins another.</summary>
    Stopped,

    Complete,
}

/// <summary>What is known of one state of an open file.</summary>
/// <param name="ByPath">For the file itself and what it imports.</param>
public sealed record DocumentFindings(
    FindingsState State,
    ImmutableDictionary<string, ImmutableArray<Diagnostic>> ByPath
);
