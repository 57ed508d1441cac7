using TopologyLang.Analysis;
using TopologyLang.Language.Binding;

namespace TopologyLang.Server.Analyses;

/// <summary>The one thing that this server needs of the analysis: to simulate what a file means.</summary>
public delegate FileAnalysis Analyze(Binding binding, CancellationToken cancellation);
