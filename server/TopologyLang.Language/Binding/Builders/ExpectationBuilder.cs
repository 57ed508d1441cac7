using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class ExpectationBuilder(Records records, ErrorList errors)
{
    /// <summary>
    /// Null where it speaks of something that is left out, or of a run that the scenario does not have.
    /// </summary>
    public Expectation? Build(Symbol symbol)
    {
        var expectation = symbol.Local.Expectation!;
        if (expectation.Program is { } program && !records.HasProgram(program))
        {
            ReportNoBuiltIn(symbol, program);
            return null;
        }

        if (expectation.Scenario is not { } name)
        {
            return expectation;
        }

        return records.Scenario(name) is { } scenario && HasRun(symbol, expectation, scenario) ? expectation : null;
    }

    private void ReportNoBuiltIn(Symbol symbol, string program)
    {
        if (BuiltInPrograms.Parse(program) is var (device, kind) && records.Device(device) is not null)
        {
            errors.Error(
                BindingCodes.UnknownName,
                symbol.Place(
                    ((StatementSyntax)symbol.Declaration.Syntax.Members[0]).Operand(OperandKind.Program)!.Value.Span
                ),
                $"`{device}` has no such built-in program: only a device has it that {Needs(kind)}{Others(device)}"
            );
        }
    }

    private static string Needs(BuiltInKind kind) =>
        kind switch
        {
            BuiltInKind.PageRecycle => "a guest or a user domain gets, and no host in the guest passes on",
            BuiltInKind.GuestSetsNoSnoop => "a guest gets, and no host in the guest passes on",
            _ => "is assigned or attached, that no program uses, in a file without a scenario",
        };

    /// <summary>The built-in programs that the device does have.</summary>
    private string Others(string device)
    {
        var names = Enum.GetValues<BuiltInKind>()
            .Select(kind => BuiltInPrograms.NameOf(device, kind))
            .Where(records.BuiltIn.ContainsKey)
            .Select(name => $"`{name}`")
            .ToList();
        return names.Count == 0 ? "" : $"; there is {string.Join(" and ", names)}";
    }

    private bool HasRun(Symbol symbol, Expectation expectation, Scenario scenario)
    {
        var runs = scenario.Operations.Count(operation => operation.Kind == OperationKind.Run);
        if (expectation.Run < runs)
        {
            return true;
        }

        var statement = (StatementSyntax)symbol.Declaration.Syntax.Members[0];
        var range = runs switch
        {
            0 => "no runs",
            1 => "one run, number 0",
            _ => $"{runs} runs, numbered from 0 to {runs - 1}",
        };
        errors.Error(
            BindingCodes.OutOfRange,
            symbol.Place(statement.Operand(OperandKind.Run)!.Value.Span),
            $"there is no run {expectation.Run}: the scenario `{scenario.Name}` has {range}"
        );
        return false;
    }
}
