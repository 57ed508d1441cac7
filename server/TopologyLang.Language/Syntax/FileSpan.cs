namespace TopologyLang.Language.Syntax;

/// <summary>A range of one file.</summary>
public readonly record struct FileSpan(string Path, TextSpan Span);

/// <summary>Another place that a message speaks of, with what it has to do with it.</summary>
public readonly record struct RelatedSpan(FileSpan Where, string Text);
