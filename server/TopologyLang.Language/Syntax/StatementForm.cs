using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Syntax;

public enum StatementContext
{
    Program,
    Scenario,
    Expect,
}

/// <summary>What an operand of a statement names or counts.</summary>
public enum OperandKind
{
    NewBuffer,
    Buffer,
    Size,
    MemoryType,
    Cpu,
    PhysicalCpu,
    Device,
    Domain,
    Guest,
    Program,
    Scenario,
    Host,
    Kernel,
    Box,
    Run,
    Errno,
    Hazard,
    Barrier,
}

/// <summary>One place of a statement form: a fixed word (or one of several), or an operand.</summary>
/// <param name="Text">As in the pattern: <c>write</c>, <c>{buffer}</c>, <c>enabled|disabled</c>.</param>
/// <param name="Words">The fixed words that may stand here; empty for an operand.</param>
/// <param name="Operand">Null for fixed words.</param>
/// <param name="Optional">Written in brackets in the pattern.</param>
public sealed record StatementElement(string Text, ImmutableArray<string> Words, OperandKind? Operand, bool Optional);

/// <summary>
/// One row of the table of statements. The parser, its messages, completion, signature help and the reference are made from it.
/// </summary>
public sealed record StatementForm
{
    internal StatementForm(StatementContext context, string pattern, string doc)
    {
        Context = context;
        Pattern = pattern;
        Doc = doc;
        Elements = [.. pattern.Split(' ').Select(StatementPatterns.Element)];
    }

    public StatementContext Context { get; }

    /// <summary>Words as they are written, operands in braces, optional words in brackets, choices with a bar between them.</summary>
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
