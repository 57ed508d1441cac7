using TopologyLang.Analysis;

namespace TopologyLang.Server.Analyses;

/// <param name="Analysis">Null where the analysis itself failed.</param>
/// <param name="Failure">Then what happened; for the log, not for the reader of a file.</param>
public sealed record AnalysisResult(FileAnalysis? Analysis, Exception? Failure);
