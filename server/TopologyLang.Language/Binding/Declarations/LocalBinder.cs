using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Declarations;

/// <summary>
/// Checks a declaration against the schema. Once per syntax node: the result is kept for as long as the node lives.
/// </summary>
internal sealed class LocalBinder
{
    private readonly DeclarationSyntax syntax;
    private readonly ImmutableArray<LocalError>.Builder errors = ImmutableArray.CreateBuilder<LocalError>();
    private readonly ImmutableArray<NameReference>.Builder references = ImmutableArray.CreateBuilder<NameReference>();
    private readonly ImmutableArray<LocalProperty>.Builder properties = ImmutableArray.CreateBuilder<LocalProperty>();

    private bool headIsRight = true;

    private LocalBinder(DeclarationSyntax syntax) => this.syntax = syntax;

    public static LocalDeclaration Bind(DeclarationSyntax syntax) =>
        syntax.Derived(static node => new LocalBinder(node).Bind());

    private LocalDeclaration Bind()
    {
        var kind = DeclarationKinds.Of(syntax.IntendedKeyword);
        if (kind is null or DeclarationKind.Import || !syntax.HeadIsComplete)
        {
            return new LocalDeclaration { Kind = kind, IsBroken = true };
        }

        if (kind is DeclarationKind.Program or DeclarationKind.Scenario or DeclarationKind.Expect)
        {
            Head(kind.Value);
            return new LocalStatements(syntax, errors, references, !headIsRight).Bind(kind.Value);
        }

        var propertiesOf = kind == DeclarationKind.Template ? TemplateFor() : kind;
        Head(kind.Value);
        if (propertiesOf is { } of)
        {
            Properties(of);
        }

        return new LocalDeclaration
        {
            Kind = kind,
            PropertiesOf = propertiesOf,
            Properties = new WrittenProperties(syntax.Name?.Text ?? "", properties.ToImmutable()),
            References = references.ToImmutable(),
            Errors = errors.ToImmutable(),
            IsBroken = propertiesOf is null || !headIsRight,
        };
    }

    private DeclarationKind? TemplateFor()
    {
        var words = DeclarationKinds.WithProperties.Select(DeclarationKinds.Keyword).ToList();
        var choice = Expected.List([.. words.Select(Expected.Word)]);
        if (syntax.Template is not { } token)
        {
            var name = syntax.Name!.Value;
            errors.Add(
                new LocalError(
                    BindingCodes.Template,
                    name.Span,
                    $"a template says what it is for: `template {name} : KIND`, with {choice}"
                )
            );
            return null;
        }

        if (DeclarationKinds.Of(token.Text) is { } kind && kind.HasProperties())
        {
            return kind;
        }

        var suggestion = Spelling.Nearest(token.Text, words);
        errors.Add(
            new LocalError(
                BindingCodes.Template,
                token.Span,
                $"a template is for {choice}, not for `{token}`",
                suggestion
            )
        );
        return null;
    }

    private void Head(DeclarationKind kind)
    {
        if (syntax.Template is { } template && kind != DeclarationKind.Template)
        {
            if (kind.HasProperties())
            {
                references.Add(new NameReference(DeclarationKind.Template, template, Required: true));
            }
            else
            {
                errors.Add(
                    new LocalError(BindingCodes.Template, template.Span, $"{kind.WithArticle()} has no template")
                );
            }
        }

        var allowed = Schema.Clauses(kind);
        for (var i = 0; i < syntax.Clauses.Length; i++)
        {
            headIsRight &= Clause(kind, allowed, i);
        }

        if (
            headIsRight
            && kind != DeclarationKind.Host
            && !allowed.IsEmpty
            && !syntax.Clauses.Any(clause => clause.Keyword.Text != "using")
        )
        {
            headIsRight = false;
            var places = allowed
                .Where(one => one.Keyword != "using")
                .Select(one => $"`{one.Keyword} {one.Target.Keyword().ToUpperInvariant()}`");
            var name = syntax.Name!.Value;
            errors.Add(
                new LocalError(
                    BindingCodes.MissingClause,
                    name.Span,
                    $"where does the {kind.Keyword()} `{name}` belong? Expected {Expected.List([.. places])} after its "
                        + "name"
                )
            );
        }
    }

    private static string Form(ClauseSchema clause) =>
        $"`{clause.Keyword} {clause.Target.Keyword().ToUpperInvariant()}`";

    private bool Clause(DeclarationKind kind, ImmutableArray<ClauseSchema> allowed, int index)
    {
        var clause = syntax.Clauses[index];
        var schema = allowed.FirstOrDefault(one => one.Keyword == clause.Keyword.Text);
        if (schema is null)
        {
            var choice = allowed.IsEmpty ? "it has no clauses" : $"expected {Expected.List([.. allowed.Select(Form)])}";
            errors.Add(
                new LocalError(
                    BindingCodes.WrongClause,
                    clause.Keyword.Span,
                    $"{kind.WithArticle()} has no `{clause.Keyword}`: {choice}",
                    allowed.Length == 1 ? allowed[0].Keyword : null
                )
            );
            return false;
        }

        foreach (var earlier in syntax.Clauses.AsSpan(0, index))
        {
            // A second place to stand on contradicts the first, whatever the words.
            var isUsing = clause.Keyword.Text == "using";
            if (isUsing == (earlier.Keyword.Text == "using"))
            {
                errors.Add(
                    new LocalError(
                        BindingCodes.WrongClause,
                        clause.Keyword.Span,
                        isUsing
                            ? "`using` is given twice: one `using` names all devices, with commas between them"
                            : $"`{earlier.Keyword}` has said already where this {kind.Keyword()} belongs: keep one of "
                                + "the two"
                    )
                    {
                        Related = earlier.Keyword.Span,
                        RelatedText = "the clause before it",
                    }
                );
                return false;
            }
        }

        foreach (var name in clause.Names)
        {
            references.Add(new NameReference(schema.Target, name, Required: true));
        }

        return true;
    }

    private void Properties(DeclarationKind kind)
    {
        Dictionary<string, PropertySyntax> seen = [];
        foreach (var member in syntax.Members)
        {
            if (member is not PropertySyntax property)
            {
                continue;
            }

            if (!seen.TryAdd(property.Name.Text, property))
            {
                errors.Add(
                    new LocalError(
                        BindingCodes.PropertyTwice,
                        property.Name.Span,
                        $"`{property.Name}` is given twice; the first one counts"
                    )
                    {
                        Related = seen[property.Name.Text].Name.Span,
                        RelatedText = "given here first",
                    }
                );
            }
            else if (Schema.Find(kind, property.Name.Text) is { } schema)
            {
                Value(schema, property);
            }
            else
            {
                Unknown(kind, property.Name);
            }
        }
    }

    private void Unknown(DeclarationKind kind, SyntaxToken name)
    {
        var suggestion = Spelling.Nearest(name.Text, Schema.Of(kind).Select(property => property.Name));
        var meant = suggestion is null ? "" : $"; did you mean `{suggestion}`?";
        var owner = DeclarationKinds.WithProperties.FirstOrDefault(
            other => Schema.Find(other, name.Text) is not null,
            kind
        );
        var belongs = owner == kind || suggestion is not null ? "" : $"; it is a property of {owner.WithArticle()}";
        errors.Add(
            new LocalError(
                BindingCodes.UnknownProperty,
                name.Span,
                $"{kind.WithArticle()} has no property `{ParseFailure.Cut(name.Text)}`{meant}{belongs}",
                suggestion
            )
        );
    }

    private void Value(PropertySchema schema, PropertySyntax syntax)
    {
        var check = ValueCheck.Of(schema, syntax, this.syntax.Text);
        if (check.Error is { } error)
        {
            errors.Add(error);
            return;
        }

        properties.Add(check.Property!);
        AddReferences(schema.Value, syntax.Value);
    }

    private void AddReferences(ValueKind kind, ValueSyntax value)
    {
        switch (value)
        {
            case ListValue list:
                foreach (var item in list.Items)
                {
                    AddReferences(kind, item);
                }

                break;
            case ViaValue via:
                references.Add(new NameReference(DeclarationKind.Device, via.Device, Required: false));
                references.Add(new NameReference(DeclarationKind.Domain, via.Domain, Required: false));
                break;
            case WordValue word when kind is ValueKind.Device or ValueKind.Devices or ValueKind.Assignments:
                references.Add(
                    new NameReference(DeclarationKind.Device, new SyntaxToken(word.Word, word.Span), Required: false)
                );
                break;
            case WordValue word when kind is ValueKind.Domain:
                references.Add(
                    new NameReference(DeclarationKind.Domain, new SyntaxToken(word.Word, word.Span), Required: false)
                );
                break;
        }
    }
}
