using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

/// <summary>
/// Makes the records of a topology from the declarations that stand, kind by kind, so that each finds what it names.
/// </summary>
internal sealed class TopologyBuilder(
    Records records,
    SymbolTable symbols,
    ErrorList errors,
    CancellationToken cancellation
)
{
    public SystemTopology Build()
    {
        foreach (var symbol in symbols.All)
        {
            symbols.Stands(symbol);
        }

        var kernels = new KernelCheck(errors);
        var hostBuilder = new HostBuilder(records, kernels);
        var deviceBuilder = new DeviceBuilder(records, symbols, errors);
        var hosts = Each(DeclarationKind.Host, hostBuilder.Build);
        var iommus = Each(DeclarationKind.Iommu, new IommuBuilder(records, errors).Build);
        var devices = Each(DeclarationKind.Device, deviceBuilder.Build);
        records.Domains = Each(DeclarationKind.Domain, new DomainBuilder(records, symbols, errors).Build);
        var guests = Each(DeclarationKind.Guest, new GuestBuilder(records, errors).Build);
        var machine = new SystemTopology
        {
            Hosts = hosts,
            Iommus = iommus,
            Devices = devices,
            Domains = records.Domains,
            Guests = guests,
            HasScenario = symbols.Of(DeclarationKind.Scenario).Count > 0,
            Assumptions = new AssumptionFinder(records, symbols).All(),
        };
        var builtIn = BuiltInPrograms.Of(machine, DevicesOfPrograms(), OperationsOfScenarios());
        records.BuiltIn = builtIn.ToFrozenDictionary(program => program.Name, StringComparer.Ordinal);
        var programs = Each(DeclarationKind.Program, new ProgramBuilder(records, errors).Build);
        var scenarios = Each(DeclarationKind.Scenario, new ScenarioBuilder(records, errors, kernels).Build);
        foreach (var symbol in symbols.Of(DeclarationKind.Host))
        {
            hostBuilder.ReportKernel(symbol);
        }

        foreach (var symbol in symbols.Of(DeclarationKind.Device))
        {
            deviceBuilder.ReportSameAddress(symbol);
        }

        return machine with
        {
            Programs = [.. programs, .. builtIn],
            Scenarios = scenarios,
            Expectations = Each(DeclarationKind.Expect, new ExpectationBuilder(records, errors).Build),
        };
    }

    /// <summary>Of all programs that are written, those among them that are left out.</summary>
    private HashSet<string> DevicesOfPrograms() =>
        [
            .. from symbol in symbols.Of(DeclarationKind.Program)
            from device in symbol.Declaration.Syntax.Clause("using")?.Names ?? []
            select device.Text,
        ];

    /// <summary>Of all scenarios that are written, as far as what they name is there.</summary>
    private IEnumerable<Operation> OperationsOfScenarios() =>
        from symbol in symbols.Of(DeclarationKind.Scenario)
        from local in symbol.Local.Operations
        let operation = local.Operation
        where
            operation.Kind is OperationKind.Attach or OperationKind.KvmAdd
            && records.Device(operation.Device!) is not null
            && (operation.Domain is not { } domain || records.Domain(domain) is not null)
            && (operation.Guest is not { } guest || records.Guest(guest) is not null)
        select operation;

    private ImmutableArray<T> Each<T>(DeclarationKind kind, Func<Symbol, T?> build)
        where T : class
    {
        var list = ImmutableArray.CreateBuilder<T>(symbols.Of(kind).Count);
        foreach (var symbol in symbols.Of(kind))
        {
            cancellation.ThrowIfCancellationRequested();
            if (symbols.Stands(symbol) && build(symbol) is { } record)
            {
                symbol.Record = record;
                list.Add(record);
            }
        }

        return list.DrainToImmutable();
    }
}
