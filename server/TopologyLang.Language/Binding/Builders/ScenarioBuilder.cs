using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class ScenarioBuilder(Records records, ErrorList errors, KernelCheck kernels)
{
    /// <summary>Null where an operation has no meaning, or names something that is left out.</summary>
    public Scenario? Build(Symbol symbol)
    {
        var good = true;
        foreach (var (operation, syntax) in symbol.Local.Operations)
        {
            good &= operation.Program is null || IsWritten(symbol, operation.Program, syntax);
            good &= IsOnOneHost(symbol, operation, syntax);
            if (operation.Kernel is { } kernel)
            {
                kernels.Report(kernel, symbol.Place(syntax.Operand(OperandKind.Kernel)!.Value.Span));
            }
        }

        return good
            ? new Scenario
            {
                Name = symbol.Name,
                Operations = [.. symbol.Local.Operations.Select(local => local.Operation)],
            }
            : null;
    }

    private bool IsWritten(Symbol symbol, string program, StatementSyntax syntax)
    {
        if (records.Program(program) is null && BuiltInPrograms.DeviceOf(program) is not null)
        {
            errors.Error(
                BindingCodes.UnknownName,
                symbol.Place(syntax.Operand(OperandKind.Program)!.Value.Span),
                records.BuiltIn.ContainsKey(program)
                    ? $"`{program}` is built in and runs by itself after every operation; a scenario cannot run it"
                    : $"no program `{program}` is declared"
            );
        }

        return records.Program(program) is not null;
    }

    private bool IsOnOneHost(Symbol symbol, Operation operation, StatementSyntax syntax)
    {
        if (operation.Device is null || records.Device(operation.Device) is not { } device)
        {
            return operation.Device is null;
        }

        var other =
            operation.Domain is { } domain ? records.Domain(domain)!.Host
            : operation.Guest is { } guest ? records.Guest(guest)!.Host
            : device.Host;
        if (other != device.Host)
        {
            errors.Error(
                BindingCodes.OtherHost,
                symbol.Place(syntax.Span),
                $"the device `{device.Name}` is on `{device.Host}`, and `{operation.Domain ?? operation.Guest}` is on "
                    + $"`{other}`"
            );
        }

        return other == device.Host;
    }
}
