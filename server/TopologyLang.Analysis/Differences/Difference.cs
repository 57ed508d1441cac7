using System.Collections.Immutable;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Differences;

/// <summary>A declaration that only one of two files has, or that says something else.</summary>
/// <param name="Name"><c>device igpu</c>.</param>
/// <param name="Property">What differs; null where the declaration as a whole is there or not.</param>
/// <param name="Before">Null where it is not there.</param>
/// <param name="After">Null where it is not there any more.</param>
public sealed record DeclarationDifference(string Name, string? Property, string? Before, string? After);

/// <summary>An answer of the simulation that is another one.</summary>
/// <param name="Before">Null where there was no such answer.</param>
/// <param name="After">Null where there is none any more.</param>
/// <param name="Why">The reason that decided and that was not there before; null where the chains do not
/// differ.</param>
public sealed record AnswerDifference(
    KernelAnswerKind Kind,
    string? Scenario,
    string Subject,
    string? Before,
    string? After,
    Reason? Why
);

/// <summary>What changed between two machines, or between two versions of a file.</summary>
public sealed record FileDifference(
    string Before,
    string After,
    ImmutableArray<DeclarationDifference> Declarations,
    ImmutableArray<AnswerDifference> Answers
)
{
    public bool IsEmpty => Declarations.IsEmpty && Answers.IsEmpty;
}
