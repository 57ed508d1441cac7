using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Writing;

/// <summary>Makes edits of a file's text that keep to the way in which it is laid out.</summary>
public sealed class FileEdits(Binding binding)
{
    private const string IndentStep = "  ";

    /// <summary>A new line before a statement.</summary>
    public RemedyEdit Insert(FileSpan statement, string text)
    {
        var source = binding.TextOf(statement.Path);
        var change = new TextChange(
            new TextSpan(statement.Span.Start, 0),
            text + NewLine(source) + IndentAt(source, statement.Span.Start)
        );
        return new RemedyEdit(statement, text, change);
    }

    public RemedyEdit Insert(Program program, int step, string text) =>
        Insert(new Places(binding).Of(program, step), text);

    public static RemedyEdit Replace(FileSpan where, string text) => new(where, text, new TextChange(where.Span, text));

    /// <summary>One word of a statement; the statement is what is shown.</summary>
    public RemedyEdit ReplaceWord(FileSpan word, string text)
    {
        var source = binding.TextOf(word.Path);
        var start = source.OffsetOf(source.PositionOf(word.Span.Start) with { Character = 0 });
        return new RemedyEdit(
            word,
            source.Content[start..word.Span.Start].TrimStart() + text,
            new TextChange(word.Span, text)
        );
    }

    /// <summary>Takes a statement away, with its line where nothing else stands there.</summary>
    public RemedyEdit Remove(FileSpan statement)
    {
        var source = binding.TextOf(statement.Path);
        var text = source.Content.Substring(statement.Span.Start, statement.Span.Length);
        var line = source.PositionOf(statement.Span.Start).Line;
        var alone = source.Line(line).Trim() == text.Trim() && line + 1 < source.LineCount;
        var span = alone
            ? TextSpan.FromBounds(
                source.OffsetOf(new LinePosition(line, 0)),
                source.OffsetOf(new LinePosition(line + 1, 0))
            )
            : statement.Span;
        return new RemedyEdit(statement, text, new TextChange(span, ""));
    }

    /// <summary>Writes a property: in the place of the one that is there, else as a new one.</summary>
    /// <returns>Null where the declaration has no text of its own to write into.</returns>
    public (RemedyKind Kind, RemedyEdit Edit)? Property(
        DeclarationKind kind,
        string name,
        string property,
        string value
    )
    {
        var text = $"{property} = {value}";
        if (binding.PropertySpan(kind, name, property) is { } written)
        {
            return (RemedyKind.Replace, Replace(written, text));
        }

        return binding.Find(kind, name) is { Declaration.Syntax: { OpenBrace: not null, CloseBrace: not null } } symbol
            ? (RemedyKind.Set, new RemedyEdit(symbol.NameSpan, text, New(symbol, text)))
            : null;
    }

    private TextChange New(Symbol symbol, string text)
    {
        var source = binding.TextOf(symbol.Path);
        var open = symbol.Declaration.Syntax.OpenBrace!.Value.Span.Shift(symbol.Declaration.Start);
        var close = symbol.Declaration.Syntax.CloseBrace!.Value.Span.Shift(symbol.Declaration.Start);
        var inside = source.Content[open.End..close.Start];
        var lineStart = source.OffsetOf(new LinePosition(source.PositionOf(close.Start).Line, 0));
        if (
            inside.Contains('\n', StringComparison.Ordinal)
            && string.IsNullOrWhiteSpace(source.Content[lineStart..close.Start])
        )
        {
            return new TextChange(
                new TextSpan(lineStart, 0),
                IndentAt(source, close.Start) + IndentStep + text + NewLine(source)
            );
        }

        var before =
            inside.Length == 0 || !char.IsWhiteSpace(inside[^1]) ? " "
            : string.IsNullOrWhiteSpace(inside) ? ""
            : " ";
        return new TextChange(new TextSpan(close.Start, 0), $"{before}{text} ");
    }

    private static string IndentAt(SourceText source, int offset)
    {
        var line = source.Line(source.PositionOf(offset).Line);
        return line[..^line.TrimStart().Length];
    }

    /// <summary>As the first line of the file ends.</summary>
    private static string NewLine(SourceText source) =>
        source.Content.IndexOf('\n', StringComparison.Ordinal) is > 0 and var first && source.Content[first - 1] == '\r'
            ? "\r\n"
            : "\n";
}
