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
            text.AppendLine(CultureInfo.InvariantCulture, $"rule \"{rule.Name}\"").AppendLine(CultureInfo.InvariantCulture, $"  {Condition(rule.Guard)}")
                .AppendLine("==>").AppendLine("begin").AppendLine(CultureInfo.InvariantCulture, $"  {Statements(rule.Body)}").AppendLine("end;");
        }

        return text.ToString();
    }

    private static string Statements(ImmutableArray<Statement> body) => string.Join(' ', body.Select(Statement));

    private static string Statement(Statement statement) => statement switch
    {
        Statement.Set set => $"{set.Variable} := {set.Value};",
        Statement.If test => $"if {Condition(test.Condition)} then {Statements(test.Then)} else {Statements(test.Else)} endif;",
        _ => "error \"stale\";",
    };

    private static string Condition(string condition) => condition
        .Replace("==", "=", StringComparison.Ordinal).Replace("&&", "&", StringComparison.Ordinal).Replace("||", "|", StringComparison.Ordinal);
}
