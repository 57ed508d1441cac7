using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Architectures;

/// <summary>What the programs of a file come to on several architectures.</summary>
/// <param name="Analysis">Of the file as it is written.</param>
/// <param name="Columns">In the order in which they were asked for.</param>
/// <param name="Rows">In the order in which the programs run.</param>
public sealed record ArchitectureComparison(
    FileAnalysis Analysis,
    ImmutableArray<ArchitectureColumn> Columns,
    ImmutableArray<ArchitectureRow> Rows
)
{
    /// <summary>Every program is coherent on every architecture.</summary>
    public bool IsCoherent =>
        Rows.All(row => row.Answers.All(answer => answer.Word == ArchitectureAnswer.CoherentWord));
}

/// <summary>The file on one architecture.</summary>
/// <param name="IsWritten">Every host of the file has it: nothing was changed.</param>
/// <param name="Obstacles">What cannot be changed over to it; empty where it is written so.</param>
/// <param name="Notes">What was changed besides the architecture.</param>
public sealed record ArchitectureColumn(
    Architecture Architecture,
    bool IsWritten,
    ImmutableArray<Obstacle> Obstacles,
    ImmutableArray<string> Notes
);

/// <summary>Something in the file that the architecture does not have.</summary>
/// <param name="Where">In the file as it is written, to the line.</param>
public sealed record Obstacle(string Code, FileSpan Where, int Line, string Message);

/// <summary>One run of a program on each architecture.</summary>
/// <param name="Scenario">Null for the set-up that the declarations imply.</param>
/// <param name="Run">From 0, in its scenario.</param>
public sealed record ArchitectureRow(
    string Program,
    string? Scenario,
    int Run,
    ImmutableArray<ArchitectureAnswer> Answers
);

/// <summary>What one run comes to on one architecture.</summary>
/// <param name="Word">The verdict as everywhere, <see cref="NotChangedOver"/> or <see cref="NoRun"/>.</param>
/// <param name="Run">Null where there is none, or where it would be a guess.</param>
/// <param name="Why">What goes wrong, what is not known or what cannot be changed over; null where it is
/// coherent.</param>
/// <param name="Line">From 1: where that stands; null where it has no place.</param>
public sealed record ArchitectureAnswer(string Word, SimulatedRun? Run, string? Why, int? Line)
{
    public const string CoherentWord = "coherent";

    /// <summary>The program needs something that the architecture does not have.</summary>
    public const string NotChangedOver = "not changed over";

    /// <summary>The program does not run there, as a built-in one of a device that another domain takes.</summary>
    public const string NoRun = "no run";
}
