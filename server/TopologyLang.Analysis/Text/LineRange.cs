using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Text;

/// <summary>Lines and columns (both from 0) of a place in one of the files of an analysis.</summary>
public static class LineRange
{
    public static (LinePosition Start, LinePosition End) Of(FileAnalysis analysis, FileSpan where)
    {
        var text = TextOf(analysis, where.Path);
        return (text.PositionOf(where.Span.Start), text.PositionOf(where.Span.End));
    }

    public static SourceText TextOf(FileAnalysis analysis, string path) => analysis.Binding.TextOf(path);
}
