namespace TopologyLang.Server.Protocol;

/// <param name="Title">One line, for a tab.</param>
public sealed record SimulateResult(string Title, string Markdown);
