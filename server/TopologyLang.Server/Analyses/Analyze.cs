using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Analyses;

/// <summary>To simulate what a file means.</summary>
public delegate FileAnalysis Analyze(Binding binding, CancellationToken cancellation);

/// <summary>
/// The findings of a file alone, without looking again at what an edit did not touch; null where the file has to be
/// looked at whole.
/// </summary>
public delegate ImmutableArray<Finding>? FindQuickly(string path, SyntaxTree tree, CancellationToken cancellation);

/// <summary>What this server needs of the analysis. It remembers verdicts between edits.</summary>
public sealed record AnalysisCalls(Analyze Analyze, FindQuickly Find)
{
    public static AnalysisCalls Of(AnalysisOptions options)
    {
        var analyzer = new Analyzer(options);
        return new AnalysisCalls(analyzer.Analyze, analyzer.FindingsByIsland);
    }
}
