using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TopologyLang.CrossCheck;

/// <summary>
/// Rules in the language of SPIN: one process that does any enabled rule, each in one indivisible step.
/// </summary>
public static class Promela
{
    public static string Of(RuleModel model)
    {
        var text = new StringBuilder();
        foreach (var (name, largest) in model.Variables)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{(largest == 1 ? "bit" : "byte")} {name} = {(model.Ones.Contains(name) ? 1 : 0)};"
            );
        }

        text.AppendLine("active proctype machine() {").AppendLine("end:").AppendLine("  do");
        foreach (var rule in model.Rules)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  :: d_step {{ {Of(rule.Guard)} -> {Statements(rule.Body)} }} /* {rule.Name} */"
            );
        }

        return text.AppendLine("  od").AppendLine("}").ToString();
    }

    private static string Statements(ImmutableArray<Statement> body) =>
        body.IsEmpty ? "skip" : string.Join("; ", body.Select(Of));

    private static string Of(Statement statement) =>
        statement switch
        {
            Statement.Set set => $"{set.Variable} = {set.Value}",
            Statement.Copy copy => $"{copy.Variable} = {copy.From}",
            Statement.If test =>
                $"if :: {Of(test.Condition)} -> {Statements(test.Then)} :: else -> {Statements(test.Else)} fi",
            _ => "assert(false)",
        };

    private static string Of(Condition condition) =>
        condition switch
        {
            Condition.Is one => $"{one.Variable} == {one.Value}",
            Condition.AtLeast one => $"{one.Variable} >= {one.Value}",
            Condition.Not not => $"!({Of(not.Operand)})",
            Condition.And and => $"({Of(and.Left)} && {Of(and.Right)})",
            Condition.Or or => $"({Of(or.Left)} || {Of(or.Right)})",
            _ => condition == Condition.True ? "true" : "false",
        };
}
