using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Statements;

public enum StatementContext
{
    Program,
    Scenario,
    Expect,
}

/// <summary>
/// One row of the table of statements. The parser, its messages, completion, signature help and the reference are made
/// from it.
/// </summary>
public sealed record StatementForm
{
    internal StatementForm(StatementContext context, string pattern, string doc)
    {
        Context = context;
        Pattern = pattern;
        Doc = doc;
        Elements = [.. pattern.Split(' ').Select(StatementElement.Read)];
    }

    public StatementContext Context { get; }

    /// <summary>
    /// Words as they are written, operands in braces, optional words in brackets, choices with a bar between them.
    /// </summary>
    public string Pattern { get; }

    /// <summary>One line for people: what the statement does.</summary>
    public string Doc { get; }

    public ImmutableArray<StatementElement> Elements { get; }

    /// <summary>What a line of a program does; null for a buffer and outside programs.</summary>
    public StepKind? Step { get; init; }

    /// <summary>What a line of a scenario does; null elsewhere.</summary>
    public OperationKind? Operation { get; init; }

    /// <summary>What an expectation is about; null elsewhere.</summary>
    public ExpectationKind? Expectation { get; init; }

    public override string ToString() => Pattern;
}
