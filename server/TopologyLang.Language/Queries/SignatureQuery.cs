using System.Collections.Immutable;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Queries.Cursor;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries;

/// <param name="Label">The whole form.</param>
/// <param name="Parts">Where its parts stand in the label.</param>
public sealed record Signature(string Label, string Doc, ImmutableArray<TextSpan> Parts);

/// <param name="Active">The part that comes next.</param>
public sealed record SignatureList(ImmutableArray<Signature> Signatures, int Active);

/// <summary>The forms that the statement at a place may still become; of a property, what it takes.</summary>
public static class SignatureQuery
{
    /// <summary>More alternatives help nobody to choose.</summary>
    private const int Most = 12;

    public static SignatureList? At(SyntaxTree tree, int offset) =>
        CursorPlace.At(tree, offset) switch
        {
            CursorPlace.Statement { Words.Length: > 0 } place => OfStatement(place),
            CursorPlace.PropertyValue place
                when Schema.KindOf(place.Of.Syntax) is { } kind && Schema.Find(kind, place.Property) is { } schema =>
                OfProperty(schema),
            _ => null,
        };

    private static SignatureList? OfStatement(CursorPlace.Statement place)
    {
        var matches = StatementMatch
            .Of(place.Context, place.Words, MayBe)
            .Where(match => !match.Next.IsEmpty)
            .Take(Most)
            .ToList();
        return matches.Count == 0
            ? null
            : new SignatureList([.. matches.Select(match => Of(match.Form))], matches[0].Next[0]);
    }

    /// <summary>A word of the language is no name here: the list of forms stays short.</summary>
    private static bool MayBe(OperandKind operand, string word) =>
        operand switch
        {
            _ when OperandForm.Of(operand).Lexeme == OperandLexeme.Number => char.IsAsciiDigit(word[0]),
            OperandKind.Device
            or OperandKind.Program
            or OperandKind.Scenario
            or OperandKind.Domain
            or OperandKind.Guest => word is not ("read" or "write" or "attach"),
            _ => true,
        };

    private static Signature Of(StatementForm form)
    {
        var parts = ImmutableArray.CreateBuilder<TextSpan>();
        var at = 0;
        foreach (var part in form.Pattern.Split(' '))
        {
            parts.Add(new TextSpan(at, part.Length));
            at += part.Length + 1;
        }

        return new Signature(form.Pattern, form.Doc, parts.ToImmutable());
    }

    private static SignatureList OfProperty(PropertySchema schema)
    {
        var takes = schema.Words.IsEmpty ? Takes(schema.Value) : string.Join('|', schema.Words);
        var label = $"{schema.Name} = {takes}";
        return new SignatureList(
            [new Signature(label, schema.Doc, [TextSpan.FromBounds(schema.Name.Length + 3, label.Length)])],
            0
        );
    }

    private static string Takes(ValueKind kind) =>
        kind switch
        {
            ValueKind.YesNo => "yes|no",
            ValueKind.Count => "NUMBER",
            ValueKind.Size => "SIZE such as 4KiB",
            ValueKind.Kernel => "VERSION such as 6.8",
            ValueKind.Version => "VERSION such as 10.1",
            ValueKind.Register => "0xNUMBER",
            ValueKind.Device => "DEVICE",
            ValueKind.Domain => "DOMAIN",
            ValueKind.Devices => "[DEVICE, ...]",
            ValueKind.Assignments => "[DEVICE via DOMAIN, ...]",
            _ => "WORD",
        };
}
