namespace TopologyLang.Analysis.Findings;

/// <summary>In falling order, so that the worst of several is the smallest.</summary>
public enum Severity
{
    Error,
    Warning,
    Information,
    Hint,
}
