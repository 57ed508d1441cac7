using System.Collections.Immutable;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries;

public enum FoldKind
{
    Region,
    Comment,
    Imports,
}

/// <param name="StartLine">The line that stays, from 0.</param>
/// <param name="EndLine">The last line that is hidden.</param>
public readonly record struct Fold(int StartLine, int EndLine, FoldKind Kind);

/// <summary>What an editor can fold away: blocks, comments of several lines, runs of imports.</summary>
public static class Folding
{
    public static ImmutableArray<Fold> Of(SyntaxTree tree)
    {
        var folds = ImmutableArray.CreateBuilder<Fold>();
        Imports(tree, folds);
        foreach (var declaration in tree.Declarations)
        {
            if (declaration.Syntax.OpenBrace is { } open)
            {
                var close = declaration.Syntax.CloseBrace?.Span.Start ?? declaration.Syntax.Span.End;

                // The line of the closing brace stays to be seen.
                Add(
                    folds,
                    LineOf(tree, declaration.Start + open.Span.Start),
                    LineOf(tree, declaration.Start + close) - 1,
                    FoldKind.Region
                );
            }

            Comments(tree, declaration, folds);
        }

        Comments(tree, tree.End, folds);
        return folds.ToImmutable();
    }

    private static void Imports(SyntaxTree tree, ImmutableArray<Fold>.Builder folds)
    {
        var imports = tree
            .Declarations.TakeWhile(declaration => declaration.Syntax.IntendedKeyword == Keywords.Import)
            .ToList();
        if (imports.Count > 1)
        {
            Add(folds, LineOf(tree, imports[0].Span.Start), LineOf(tree, imports[^1].Span.Start), FoldKind.Imports);
        }
    }

    /// <summary>A block comment, or line comments on lines that follow each other.</summary>
    private static void Comments(SyntaxTree tree, PlacedDeclaration declaration, ImmutableArray<Fold>.Builder folds)
    {
        var (first, last) = (-1, -2);
        foreach (var trivia in declaration.Syntax.Trivia)
        {
            if (trivia.Kind == TriviaKind.BlankLine)
            {
                continue;
            }

            var start = LineOf(tree, declaration.Start + trivia.Span.Start);
            if (trivia.Kind == TriviaKind.BlockComment || start != last + 1)
            {
                Add(folds, first, last, FoldKind.Comment);
                first = start;
            }

            last = LineOf(tree, declaration.Start + trivia.Span.End);
        }

        Add(folds, first, last, FoldKind.Comment);
    }

    private static void Add(ImmutableArray<Fold>.Builder folds, int start, int end, FoldKind kind)
    {
        if (end > start && start >= 0)
        {
            folds.Add(new Fold(start, end, kind));
        }
    }

    private static int LineOf(SyntaxTree tree, int offset) => tree.Text.PositionOf(offset).Line;
}
