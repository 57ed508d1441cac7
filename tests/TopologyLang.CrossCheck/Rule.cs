using System.Collections.Immutable;

namespace TopologyLang.CrossCheck;

/// <summary>A statement of a guarded rule. Variables are small numbers.</summary>
public abstract record Statement
{
    public sealed record Set(string Variable, int Value) : Statement;

    public sealed record Copy(string Variable, string From) : Statement;

    public sealed record If(Condition Condition, ImmutableArray<Statement> Then, ImmutableArray<Statement> Else)
        : Statement;

    /// <summary>A read returns another value than the newest.</summary>
    public sealed record Stale : Statement;
}

/// <summary>One possible step: atomic, and enabled where its guard holds.</summary>
public sealed record Rule(string Name, Condition Guard, ImmutableArray<Statement> Body);

/// <param name="Variables">Each with its largest value; all start at 0 but those in <paramref name="Ones"/>.</param>
/// <param name="Ones">Variables that start at 1.</param>
public sealed record RuleModel(
    ImmutableArray<(string Name, int Largest)> Variables,
    ImmutableHashSet<string> Ones,
    ImmutableArray<Rule> Rules
);
