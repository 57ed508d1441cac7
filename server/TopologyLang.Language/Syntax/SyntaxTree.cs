using System.Collections.Immutable;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// The declarations of one file. It never changes; an edit makes a new tree that shares every declaration it did not
/// touch.
/// </summary>
public sealed class SyntaxTree
{
    private readonly ImmutableArray<PlacedDeclaration> pieces;
    private ImmutableArray<SyntaxError> errors;

    private SyntaxTree(SourceText text, ImmutableArray<PlacedDeclaration> pieces, bool hasOpenComment = false)
    {
        Text = text;
        this.pieces = pieces;
        Declarations = pieces.RemoveAt(pieces.Length - 1);
        HasOpenComment = hasOpenComment;
    }

    public SourceText Text { get; }

    /// <summary>It has a comment that nothing closes: that depends on the whole rest of the file.</summary>
    internal bool HasOpenComment { get; }

    /// <summary>
    /// What a stage behind worked out for this tree or, until it has done so, for one before it; null where there was
    /// none.
    /// </summary>
    internal object? Kept { get; set; }

    public ImmutableArray<PlacedDeclaration> Declarations { get; }

    /// <summary>The comments and blank lines after the last declaration; its syntax has no keyword.</summary>
    public PlacedDeclaration End => pieces[^1];

    /// <summary>In the order of the text; spans count from the start of the file.</summary>
    public ImmutableArray<SyntaxError> Errors => errors.IsDefault ? errors = CollectErrors() : errors;

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SyntaxTree Parse(SourceText text, CancellationToken cancellation = default)
    {
        if (text.Length > SourceLimits.FileLength)
        {
            return TooLarge(text);
        }

        var splitter = new DeclarationSplitter(text.Content);
        List<DeclarationSplitter.Piece> pieces = [];
        var piece = splitter.Next(0);
        for (; piece.HasContent && pieces.Count < SourceLimits.Declarations; piece = splitter.Next(piece.End))
        {
            cancellation.ThrowIfCancellationRequested();
            pieces.Add(piece);
        }

        if (piece.HasContent)
        {
            var message =
                $"a file has at most {SourceLimits.Declarations:N0} declarations; the rest of this one is not read";
            var unread = Unread(
                text.Content[piece.Start..],
                new SyntaxError(SyntaxCodes.TooManyDeclarations, default, message)
            );
            var read = pieces.ConvertAll(one => Place(text.Content, one));
            return new SyntaxTree(text, [.. read, new PlacedDeclaration(piece.Start, unread), EmptyEnd(text)]);
        }

        pieces.Add(piece);
        var placed = new PlacedDeclaration[pieces.Count];
        if (text.Length < SourceLimits.ParallelLength)
        {
            for (var i = 0; i < placed.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                placed[i] = Place(text.Content, pieces[i]);
            }
        }
        else
        {
            Parallel.For(
                0,
                placed.Length,
                new ParallelOptions { CancellationToken = cancellation },
                i => placed[i] = Place(text.Content, pieces[i])
            );
        }

        return new SyntaxTree(
            text,
            ImmutableArray.Create(placed),
            Array.Exists(placed, one => one.Syntax.HasOpenComment)
        );
    }

    /// <summary>
    /// The same text as if it had only these of its declarations, in their order: what stands between them says
    /// nothing.
    /// </summary>
    public SyntaxTree Only(IEnumerable<PlacedDeclaration> declarations) => new(Text, [.. declarations, EmptyEnd(Text)]);

    /// <summary>
    /// A file of these declarations, one after the other, with nothing behind them. None may have a comment that is not
    /// closed.
    /// </summary>
    public static SyntaxTree Of(IEnumerable<DeclarationSyntax> declarations)
    {
        var pieces = ImmutableArray.CreateBuilder<PlacedDeclaration>();
        var content = new System.Text.StringBuilder();
        foreach (var declaration in declarations)
        {
            pieces.Add(new PlacedDeclaration(content.Length, declaration));
            content.Append(declaration.Text);
        }

        var text = SourceText.From(content.ToString());
        return new SyntaxTree(text, [.. pieces, EmptyEnd(text)]);
    }

    /// <summary>
    /// Splits and parses again only what the edit touches, and what follows until the old boundaries fit again.
    /// </summary>
    public SyntaxTree WithChange(TextChange change) => WithChange(change, Text.WithChange(change));

    /// <param name="text">What the edit makes of <see cref="Text"/>: made already by whoever had to look up places in
    /// it.</param>
    public SyntaxTree WithChange(TextChange change, SourceText text)
    {
        // A comment that nothing closes depends on the whole rest of the file, so an edit anywhere may close it; limits
        // count the whole file too.
        var nearLimit =
            pieces.Length + change.NewText.Length > SourceLimits.Declarations || text.Length > SourceLimits.FileLength;
        if (nearLimit || Text.Length > SourceLimits.FileLength || HasOpenComment)
        {
            return Parse(text);
        }

        var delta = change.NewText.Length - change.Span.Length;
        var changeEnd = change.Span.Start + change.NewText.Length;
        var first = Math.Max(0, FirstEndingAtOrAfter(change.Span.Start) - 1);
        var changed = ImmutableArray.CreateBuilder<PlacedDeclaration>(pieces.Length + 4);
        changed.AddRange(pieces, first);
        var splitter = new DeclarationSplitter(text.Content);
        var old = first;
        var at = pieces[first].Start;
        var hasOpenComment = false;
        while (true)
        {
            while (old < pieces.Length && pieces[old].Start + delta < at)
            {
                old++;
            }

            if (at >= changeEnd && old < pieces.Length && pieces[old].Start + delta == at)
            {
                for (; old < pieces.Length; old++)
                {
                    changed.Add(pieces[old] with { Start = pieces[old].Start + delta });
                }

                return new SyntaxTree(text, changed.DrainToImmutable(), hasOpenComment) { Kept = Kept };
            }

            var piece = splitter.Next(at);
            changed.Add(Untouched(piece, change.Span.Start) ?? Place(text.Content, piece));
            hasOpenComment |= piece.HasOpenComment;
            if (!piece.HasContent)
            {
                return new SyntaxTree(text, changed.DrainToImmutable(), hasOpenComment) { Kept = Kept };
            }

            at = piece.End;
        }
    }

    /// <summary>
    /// The declaration whose text, with the comments before it, the offset stands in; null in the comments after the
    /// last one.
    /// </summary>
    public PlacedDeclaration? DeclarationAt(int offset)
    {
        var index = FirstEndingAtOrAfter(offset + 1);
        return index < Declarations.Length ? Declarations[index] : null;
    }

    private static PlacedDeclaration Place(string content, DeclarationSplitter.Piece piece) =>
        new(piece.Start, DeclarationParser.Parse(content[piece.Start..piece.End], piece.HasOpenComment));

    private static SyntaxTree TooLarge(SourceText text)
    {
        var message = $"this file has {text.Length:N0} characters; more than {SourceLimits.FileLength:N0} are not read";
        var everything = Unread(text.Content, new SyntaxError(SyntaxCodes.FileTooLarge, default, message));
        return new SyntaxTree(text, [new PlacedDeclaration(0, everything), EmptyEnd(text)]);
    }

    private static DeclarationSyntax Unread(string text, SyntaxError why) =>
        new()
        {
            Text = text,
            Span = new TextSpan(0, text.Length),
            Keyword = new SyntaxToken("", default),
            IntendedKeyword = "",
            Errors = [why],
        };

    private static PlacedDeclaration EmptyEnd(SourceText text) =>
        new(text.Length, DeclarationParser.Parse("", hasOpenComment: false));

    /// <summary>
    /// The old declaration in the place of the piece, where it lies before the edit and has the same end.
    /// </summary>
    private PlacedDeclaration? Untouched(DeclarationSplitter.Piece piece, int changeStart)
    {
        var index = FirstEndingAtOrAfter(piece.End);
        var same = index < pieces.Length && pieces[index].Start == piece.Start && pieces[index].End == piece.End;
        return same && piece.End <= changeStart ? pieces[index] : null;
    }

    private int FirstEndingAtOrAfter(int offset)
    {
        int low = 0,
            high = pieces.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (pieces[middle].End >= offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private ImmutableArray<SyntaxError> CollectErrors()
    {
        var errors = ImmutableArray.CreateBuilder<SyntaxError>();
        foreach (var (start, syntax) in pieces)
        {
            foreach (var error in syntax.Errors)
            {
                if (errors.Count == SourceLimits.Errors)
                {
                    var message = $"more than {SourceLimits.Errors:N0} mistakes: the rest is not shown";
                    errors.Add(new SyntaxError(SyntaxCodes.TooManyErrors, error.Span.Shift(start), message));
                    return errors.DrainToImmutable();
                }

                errors.Add(error with { Span = error.Span.Shift(start) });
            }
        }

        errors.Sort(static (one, two) => one.Span.Start.CompareTo(two.Span.Start));
        return errors.DrainToImmutable();
    }
}
