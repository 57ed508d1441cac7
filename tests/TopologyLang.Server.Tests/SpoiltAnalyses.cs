using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;
using TopologyLang.Server.Analyses;

namespace TopologyLang.Server.Tests;

/// <summary>The real analysis, made slow, endless or faulty by a comment in the text.</summary>
public static class SpoiltAnalyses
{
    public const string Slow = "// test: slow\n";
    public const string Endless = "// test: endless\n";
    public const string Faulty = "// test: faulty\n";
    public const string Complaint = "the checker lost count";

    public static AnalysisCalls Create(AnalysisOptions options)
    {
        var analyzer = new Analyzer(options);
        FileAnalysis Analyze(Binding binding, CancellationToken cancellation)
        {
            var text = binding.Files[0].Tree.Text.Content;
            if (text.Contains(Faulty, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(Complaint);
            }

            var patience = text.Contains(Slow, StringComparison.Ordinal) ? 400 : 0;
            var wait = text.Contains(Endless, StringComparison.Ordinal) ? Timeout.Infinite : patience;
            cancellation.WaitHandle.WaitOne(wait);
            cancellation.ThrowIfCancellationRequested();
            return analyzer.Analyze(binding, cancellation);
        }

        return new AnalysisCalls(Analyze, (_, _, _) => null);
    }
}
