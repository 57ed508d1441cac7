using TopologyLang.Analysis.Locations;

namespace TopologyLang.Analysis.Testing;

public enum TestKind
{
    Expectation,
    Program,
}

public enum TestOutcome
{
    Passed,
    Failed,

    /// <summary>Not decided: it is neither.</summary>
    Skipped,

    /// <summary>It could not be tried.</summary>
    Errored,
}

/// <summary>An <c>expect</c> or one run of a program as a test of the file.</summary>
/// <param name="Id">Unique in the file, and the same after an edit elsewhere.</param>
/// <param name="Label">For a list of tests.</param>
/// <param name="Message">What came out.</param>
/// <param name="Program">With <paramref name="Scenario"/> and <paramref name="Run"/>: the run that shows why; null for
/// an expectation.</param>
public sealed record FileTest(
    string Id,
    TestKind Kind,
    string Label,
    SourceRange Where,
    TestOutcome Outcome,
    string Message,
    string? Program,
    string? Scenario,
    int Run
);
