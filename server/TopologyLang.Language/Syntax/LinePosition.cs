namespace TopologyLang.Language.Syntax;

/// <summary>
/// Line and character, both from 0; the character counts UTF-16 code units, as the Language Server Protocol does.
/// </summary>
public readonly record struct LinePosition(int Line, int Character);
