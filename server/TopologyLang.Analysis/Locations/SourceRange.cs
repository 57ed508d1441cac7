using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Locations;

/// <summary>A range of a file as people count: lines and columns from 1, the end behind the last character.</summary>
public sealed record SourceRange(string File, int Line, int Column, int EndLine, int EndColumn)
{
    public static SourceRange Of(Binding binding, FileSpan where)
    {
        var (start, end) = LineRange.Of(binding, where);
        return new SourceRange(where.Path, start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1);
    }
}
