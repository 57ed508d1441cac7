using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TopologyLang.CrossCheck;

/// <summary>Rules in the language of Murphi, for rumur and CMurphi.</summary>
public static class Murphi
{
    public static string Of(RuleModel model)
    {
        var text = new StringBuilder("var\n");
        foreach (var (name, largest) in model.Variables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name} : 0..{largest};");
        }

        text.AppendLine("startstate").AppendLine("begin");
        foreach (var (name, _) in model.Variables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name} := {(model.Ones.Contains(name) ? 1 : 0)};");
        }

        text.AppendLine("end;");
        foreach (var rule in model.Rules)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"rule \"{rule.Name}\"")
                .AppendLine(CultureInfo.InvariantCulture, $"  {Of(rule.Guard)}")
                .AppendLine("==>")
                .AppendLine("begin")
                .AppendLine(CultureInfo.InvariantCulture, $"  {Statements(rule.Body)}")
                .AppendLine("end;");
        }

        return text.ToString();
    }

    private static string Statements(ImmutableArray<Statement> body) => string.Join(' ', body.Select(Of));

    private static string Of(Statement statement) =>
        statement switch
        {
            Statement.Set set => $"{set.Variable} := {set.Value};",
            Statement.Copy copy => $"{copy.Variable} := {copy.From};",
            Statement.If test =>
                $"if {Of(test.Condition)} then {Statements(test.Then)} else {Statements(test.Else)} endif;",
            _ => "error \"stale\";",
        };

    private static string Of(Condition condition) =>
        condition switch
        {
            Condition.Is one => $"{one.Variable} = {one.Value}",
            Condition.AtLeast one => $"{one.Variable} >= {one.Value}",
            Condition.Not not => $"!({Of(not.Operand)})",
            Condition.And and => $"({Of(and.Left)} & {Of(and.Right)})",
            Condition.Or or => $"({Of(or.Left)} | {Of(or.Right)})",
            _ => condition == Condition.True ? "true" : "false",
        };
}
