using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TopologyLang.CrossCheck;

/// <summary>Rules in the language of SPIN: one process that does any enabled rule, each in one indivisible step.</summary>
public static class Promela
{
    public static string Of(RuleModel model)
    {
        var text = new StringBuilder();
        foreach (var (name, largest) in model.Variables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{(largest == 1 ? "bit" : "byte")} {name} = {(model.Ones.Contains(name) ? 1 : 0)};");
        }

        text.AppendLine("active proctype machine() {").AppendLine("end:").AppendLine("  do");
        foreach (var rule in model.Rules)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  :: d_step {{ {rule.Guard} -> {Statements(rule.Body)} }} /* {rule.Name} */");
        }

        return text.AppendLine("  od").AppendLine("}").ToString();
    }

    private static string Statements(ImmutableArray<Statement> body) =>
        body.IsEmpty ? "skip" : string.Join("; ", body.Select(Statement));

    private static string Statement(Statement statement) => statement switch
    {
        Statement.Set set => $"{set.Variable} = {set.Value}",
        Statement.If test => $"if :: {test.Condition} -> {Statements(test.Then)} :: else -> {Statements(test.Else)} fi",
        _ => "assert(false)",
    };
}
