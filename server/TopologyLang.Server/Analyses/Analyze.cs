using TopologyLang.Analysis;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Analyses;

/// <summary>The one thing that this server needs of the analysis: what <see cref="Analyzer.Analyze"/> does.</summary>
public delegate FileAnalysis Analyze(string path, SyntaxTree tree, ImportResolver imports, CancellationToken cancellation);
