using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Analyses;

/// <param name="Analysis">Null where the analysis itself failed.</param>
/// <param name="Failure">Then what happened; for the log, not for the reader of a file.</param>
public sealed record AnalysisResult(FileAnalysis? Analysis, Exception? Failure);

/// <param name="Findings">Empty where the analysis itself failed.</param>
/// <param name="TextOf">The text that a file of the analysis had, by its path.</param>
/// <param name="Failure">As of an <see cref="AnalysisResult"/>.</param>
public sealed record FindingsResult(
    ImmutableArray<Finding> Findings,
    Func<string, SourceText> TextOf,
    Exception? Failure
);
