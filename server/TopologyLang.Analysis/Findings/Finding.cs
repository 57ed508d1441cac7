using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Findings;

/// <summary>Another place that a finding depends on.</summary>
public sealed record RelatedPlace(FileSpan Where, string Message);

/// <summary>
/// Something that the analysis has to say about a place of a file. Every output prints these same values.
/// </summary>
public sealed record Finding
{
    public required FindingCode Code { get; init; }
    public required FileSpan Where { get; init; }
    public required string Message { get; init; }

    /// <summary>The code's own severity unless the file foretold the finding.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Each place once with one message, however many runs lead to it.</summary>
    public ImmutableArray<RelatedPlace> Related
    {
        get;
        init => field = value.Length < 2 ? value : [.. value.Distinct()];
    } = [];

    /// <summary>Why, first link first.</summary>
    public ImmutableArray<Reason> Chain { get; init; } = [];

    /// <summary>The run that a coherence finding is about: the search for remedies says what mends it.</summary>
    public SimulatedRun? Run { get; init; }

    /// <summary>What a remedy of the finding must do away with; empty where none is looked for.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>Remedies that were checked together with the finding.</summary>
    public ImmutableArray<Remedy> Known { get; init; } = [];

    /// <summary>Text to put in the place of <see cref="Where"/> (a spelling); null where there is none.</summary>
    public string? Replacement { get; init; }

    /// <summary>The same finding after an edit elsewhere, which moved what it speaks of.</summary>
    public Finding Moved(Func<FileSpan, FileSpan> move) =>
        this with
        {
            Where = move(Where),
            Related = Related.IsEmpty ? [] : [.. Related.Select(place => place with { Where = move(place.Where) })],
            Known = Known.IsEmpty ? [] : [.. Known.Select(remedy => remedy.Moved(move))],
        };

    public static Finding At(FileSpan where, FindingCode code, string message) =>
        new()
        {
            Where = where,
            Code = code,
            Message = message,
            Severity = code.Severity,
        };
}
