using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Text;

/// <summary>Says which line keeps a declaration from being simulated.</summary>
public static class LeftOutText
{
    public static string Of(Binding binding, LeftOut left)
    {
        var text = binding.TextOf(left.Where.Path);
        var file = left.Where.Path == left.Symbol.Path ? "" : $" of {left.Where.Path}";
        var mistake = left.Why.Length == 0 ? "" : $" ({left.Why})";
        return $"line {text.PositionOf(left.Where.Span.Start).Line + 1}{file} is not understood{mistake}";
    }
}
