using System.Text.RegularExpressions;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Tests.Syntax;

/// <summary>The written grammar and the tables that the parser is made of say the same.</summary>
public sealed class EbnfTests
{
    private static readonly string Grammar = Regex.Replace(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "topo.ebnf")),
        @"\s+",
        " "
    );

    public static TheoryData<string> Statements => [.. StatementForms.All.Select(Rule)];

    public static TheoryData<string> Properties =>
        [.. DeclarationKinds.WithProperties.SelectMany(kind => Schema.Of(kind)).Select(Rule)];

    public static TheoryData<string> Heads =>
        [
            .. DeclarationKinds
                .WithProperties.SelectMany(kind => Schema.Clauses(kind))
                .Select(clause => $"\"{clause.Keyword}\" {clause.Target.Keyword()}_name"),
        ];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Each_statement_form_is_in_the_grammar(string rule) =>
        Assert.Contains(rule, Grammar, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Properties))]
    public void Each_property_is_in_the_grammar(string rule) =>
        Assert.Contains(rule, Grammar, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Heads))]
    public void Each_clause_is_in_the_grammar(string rule) => Assert.Contains(rule, Grammar, StringComparison.Ordinal);

    [Fact]
    public void The_grammar_has_no_statement_that_the_table_lacks()
    {
        var rules = Regex
            .Matches(Grammar, @"(?:step|operation|expectation) = (.*?) ;")
            .SelectMany(match => match.Groups[1].Value.Split(" | "))
            .ToList();
        Assert.Equal(StatementForms.All.Select(Rule).Order(), rules.Order());
    }

    private static string Rule(StatementForm form) =>
        string.Join(
            ' ',
            form.Elements.Select(element =>
            {
                var inner =
                    element.Operand is { } operand ? Symbol(operand)
                    : element.Words.Length == 1 ? $"\"{element.Words[0]}\""
                    : $"( {string.Join(" / ", element.Words.Select(word => $"\"{word}\""))} )";
                return element.Optional ? $"[ {inner} ]" : inner;
            })
        );

    private static string Rule(PropertySchema property)
    {
        var value = property.Value is ValueKind.Word or ValueKind.Words
            ? $"( {string.Join(" / ", property.Words.Select(word => $"\"{word}\""))} )"
            : Symbol(property.Value);
        return property.Value == ValueKind.Words
            ? $"\"{property.Name}\" \"=\" list_of {value}"
            : $"\"{property.Name}\" \"=\" {value}";
    }

    private static string Symbol(OperandKind operand) =>
        operand switch
        {
            OperandKind.NewBuffer or OperandKind.Buffer => "buffer_name",
            OperandKind.Size => "size",
            OperandKind.MemoryType => "memory_type",
            OperandKind.Cpu or OperandKind.PhysicalCpu => "cpu_number",
            OperandKind.Kernel => "version",
            OperandKind.Box => "box",
            OperandKind.Run => "run_number",
            OperandKind.Errno => "errno",
            OperandKind.Hazard => "hazard",
            OperandKind.Barrier => "barrier",
            _ => operand.ToString().ToLowerInvariant() + "_name",
        };

    private static string Symbol(ValueKind value) =>
        value switch
        {
            ValueKind.YesNo => "yes_no",
            ValueKind.Count => "number",
            ValueKind.Size => "size",
            ValueKind.Kernel => "kernel",
            ValueKind.Version => "version",
            ValueKind.Register => "register",
            ValueKind.Text => "text",
            ValueKind.Bus => "bus",
            ValueKind.Device => "device_name",
            ValueKind.Domain => "domain_name",
            ValueKind.Devices => "list_of device_name",
            _ => "list_of assignment",
        };
}
