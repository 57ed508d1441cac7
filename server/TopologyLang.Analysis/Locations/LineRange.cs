using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Locations;

/// <summary>Lines and columns (both from 0) of a place in one of the files of a binding.</summary>
public static class LineRange
{
    public static (LinePosition Start, LinePosition End) Of(Binding binding, FileSpan where)
    {
        var text = TextOf(binding, where.Path);
        return (text.PositionOf(where.Span.Start), text.PositionOf(where.Span.End));
    }

    public static SourceText TextOf(Binding binding, string path) => binding.TextOf(path);
}
