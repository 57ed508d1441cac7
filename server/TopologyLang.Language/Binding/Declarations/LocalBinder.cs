using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Declarations;

/// <summary>Checks a declaration against the schema. Once per syntax node: the result is kept for as long as the node lives.</summary>
internal sealed class LocalBinder
{
    private readonly DeclarationSyntax _syntax;
    private readonly ImmutableArray<LocalError>.Builder _errors = ImmutableArray.CreateBuilder<LocalError>();
    private readonly ImmutableArray<NameReference>.Builder _references = ImmutableArray.CreateBuilder<NameReference>();
    private readonly ImmutableArray<LocalProperty>.Builder _properties = ImmutableArray.CreateBuilder<LocalProperty>();

    private bool _headIsRight = true;

    private LocalBinder(DeclarationSyntax syntax) => _syntax = syntax;

    public static LocalDeclaration Bind(DeclarationSyntax syntax) =>
        syntax.Derived(static node => new LocalBinder(node).Bind());

    private LocalDeclaration Bind()
    {
        var kind = DeclarationKinds.Of(_syntax.IntendedKeyword);
        if (kind is null or DeclarationKind.Import || !_syntax.HeadIsComplete)
        {
            return new LocalDeclaration { Kind = kind, IsBroken = true };
        }

        if (kind is DeclarationKind.Program or DeclarationKind.Scenario or DeclarationKind.Expect)
        {
            Head(kind.Value);
            return new LocalStatements(_syntax, _errors, _references, !_headIsRight).Bind(kind.Value);
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
            Properties = new WrittenProperties(_syntax.Name?.Text ?? "", _properties.ToImmutable()),
            References = _references.ToImmutable(),
            Errors = _errors.ToImmutable(),
            IsBroken = propertiesOf is null || !_headIsRight,
        };
    }

    private DeclarationKind? TemplateFor()
    {
        var words = DeclarationKinds.WithProperties.Select(DeclarationKinds.Keyword).ToList();
        var choice = Expected.List([.. words.Select(Expected.Word)]);
        if (_syntax.Template is not { } token)
        {
            var name = _syntax.Name!.Value;
            _errors.Add(
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
        _errors.Add(
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
        if (_syntax.Template is { } template && kind != DeclarationKind.Template)
        {
            if (kind.HasProperties())
            {
                _references.Add(new NameReference(DeclarationKind.Template, template, Required: true));
            }
            else
            {
                _errors.Add(
                    new LocalError(BindingCodes.Template, template.Span, $"{kind.WithArticle()} has no template")
                );
            }
        }

        var allowed = Schema.Clauses(kind);
        for (var i = 0; i < _syntax.Clauses.Length; i++)
        {
            _headIsRight &= Clause(kind, allowed, i);
        }

        if (
            _headIsRight
            && kind != DeclarationKind.Host
            && !allowed.IsEmpty
            && !_syntax.Clauses.Any(clause => clause.Keyword.Text != "using")
        )
        {
            _headIsRight = false;
            var places = allowed
                .Where(one => one.Keyword != "using")
                .Select(one => $"`{one.Keyword} {one.Target.Keyword().ToUpperInvariant()}`");
            var name = _syntax.Name!.Value;
            _errors.Add(
                new LocalError(
                    BindingCodes.MissingClause,
                    name.Span,
                    $"where does the {kind.Keyword()} `{name}` belong? Expected {Expected.List([.. places])} after its name"
                )
            );
        }
    }

    private bool Clause(DeclarationKind kind, ImmutableArray<ClauseSchema> allowed, int index)
    {
        var clause = _syntax.Clauses[index];
        var schema = allowed.FirstOrDefault(one => one.Keyword == clause.Keyword.Text);
        if (schema is null)
        {
            var choice = allowed.IsEmpty
                ? "it has no clauses"
                : $"expected {Expected.List([.. allowed.Select(one => $"`{one.Keyword} {one.Target.Keyword().ToUpperInvariant()}`")])}";
            _errors.Add(
                new LocalError(
                    BindingCodes.WrongClause,
                    clause.Keyword.Span,
                    $"{kind.WithArticle()} has no `{clause.Keyword}`: {choice}",
                    allowed.Length == 1 ? allowed[0].Keyword : null
                )
            );
            return false;
        }

        foreach (var earlier in _syntax.Clauses.AsSpan(0, index))
        {
            // A second place to stand on contradicts the first, whatever the words.
            var isUsing = clause.Keyword.Text == "using";
            if (isUsing == (earlier.Keyword.Text == "using"))
            {
                _errors.Add(
                    new LocalError(
                        BindingCodes.WrongClause,
                        clause.Keyword.Span,
                        isUsing
                            ? "`using` is given twice: one `using` names all devices, with commas between them"
                            : $"`{earlier.Keyword}` has said already where this {kind.Keyword()} belongs: keep one of the two"
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
            _references.Add(new NameReference(schema.Target, name, Required: true));
        }

        return true;
    }

    private void Properties(DeclarationKind kind)
    {
        Dictionary<string, PropertySyntax> seen = [];
        foreach (var member in _syntax.Members)
        {
            if (member is not PropertySyntax property)
            {
                continue;
            }

            if (!seen.TryAdd(property.Name.Text, property))
            {
                _errors.Add(
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
        _errors.Add(
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
        var check = ValueCheck.Of(schema, syntax, _syntax.Text);
        if (check.Error is { } error)
        {
            _errors.Add(error);
            return;
        }

        _properties.Add(check.Property!);
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
                _references.Add(new NameReference(DeclarationKind.Device, via.Device, Required: false));
                _references.Add(new NameReference(DeclarationKind.Domain, via.Domain, Required: false));
                break;
            case WordValue word when kind is ValueKind.Device or ValueKind.Devices or ValueKind.Assignments:
                _references.Add(
                    new NameReference(DeclarationKind.Device, new SyntaxToken(word.Word, word.Span), Required: false)
                );
                break;
            case WordValue word when kind is ValueKind.Domain:
                _references.Add(
                    new NameReference(DeclarationKind.Domain, new SyntaxToken(word.Word, word.Span), Required: false)
                );
                break;
        }
    }
}
