using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>Makes the records of a topology from the declarations that stand, kind by kind, so that each finds what it names.</summary>
internal sealed class TopologyBuilder(SymbolTable symbols, ErrorList errors)
{
    private readonly KernelCheck _kernels = new(errors);

    public Dictionary<string, Host> Hosts { get; } = [];
    public Dictionary<string, Iommu> Iommus { get; } = [];
    public Dictionary<string, Device> Devices { get; } = [];
    public Dictionary<string, Domain> Domains { get; } = [];
    public Dictionary<string, Guest> Guests { get; } = [];
    public Dictionary<string, Program> Programs { get; } = [];
    public Dictionary<string, Scenario> Scenarios { get; } = [];
    public Dictionary<Symbol, EffectiveValues> Values { get; } = [];
    public List<(Expectation Expectation, Symbol Symbol)> Expectations { get; } = [];

    public SystemTopology Build()
    {
        var standing = symbols.All.Where(symbols.Stands).ToLookup(symbol => symbol.Kind);
        var hosts = Each(standing[DeclarationKind.Host], Hosts, Host);
        var iommus = Each(standing[DeclarationKind.Iommu], Iommus, new IommuBuilder(this, errors).Build);
        var devices = Each(standing[DeclarationKind.Device], Devices, new DeviceBuilder(this, symbols, errors).Build);
        var domains = Each(standing[DeclarationKind.Domain], Domains, new DomainBuilder(this, symbols, errors).Build);
        var guests = Each(standing[DeclarationKind.Guest], Guests, new GuestBuilder(this, errors).Build);
        var programs = Each(standing[DeclarationKind.Program], Programs, new ProgramBuilder(this, errors).Build);
        var scenarios = Each(standing[DeclarationKind.Scenario], Scenarios, new ScenarioBuilder(this, errors, _kernels).Build);
        var declared = new SystemTopology
        {
            Hosts = hosts,
            Iommus = iommus,
            Devices = devices,
            Domains = domains,
            Guests = guests,
            Programs = programs,
            Scenarios = scenarios,
            HasScenario = symbols.All.Any(symbol => symbol.Kind == DeclarationKind.Scenario),
        };
        var topology = BuiltInPrograms.AddTo(declared, DevicesOfPrograms());
        foreach (var builtIn in topology.Programs.Where(program => program.BuiltIn))
        {
            Programs[builtIn.Name] = builtIn;
        }

        var expectations = new ExpectationBuilder(this, errors);
        foreach (var symbol in standing[DeclarationKind.Expect])
        {
            if (expectations.Build(symbol) is { } expectation)
            {
                Expectations.Add((expectation, symbol));
            }
        }

        return topology with { Expectations = [.. Expectations.Select(pair => pair.Expectation)] };
    }

    /// <summary>Of all programs that are written, those among them that are left out.</summary>
    private HashSet<string> DevicesOfPrograms() =>
    [
        .. from symbol in symbols.All
           where symbol.Kind == DeclarationKind.Program
           from device in symbol.Declaration.Syntax.Clause("using")?.Names ?? []
           select device.Text,
    ];

    /// <summary>The effective properties of a declaration on <paramref name="host"/>, which are kept for hovers.</summary>
    public EffectiveValues ValuesOf(Symbol symbol, Host? host)
    {
        var template = symbol.Declaration.Syntax.Template is { } name ? symbols.Find(DeclarationKind.Template, name.Text) : null;
        return Values[symbol] = EffectiveValues.Of(symbol, template, host);
    }

    private static ImmutableArray<T> Each<T>(IEnumerable<Symbol> declarations, Dictionary<string, T> byName, Func<Symbol, T?> build)
        where T : class
    {
        var list = ImmutableArray.CreateBuilder<T>();
        foreach (var symbol in declarations)
        {
            if (build(symbol) is { } record)
            {
                byName[symbol.Name] = record;
                list.Add(record);
            }
        }

        return list.ToImmutable();
    }

    private Host Host(Symbol symbol)
    {
        var values = ValuesOf(symbol, null);
        var kernel = KernelVersion.Parse(values["kernel"]!);
        if (symbol.Local.Property("kernel") is { } written)
        {
            _kernels.Report(kernel, symbol.Place(written.Syntax.Value.Span));
        }

        return new Host
        {
            Name = symbol.Name,
            Architecture = values.Word<Architecture>("arch"),
            Vendor = values.OptionalWord<CpuVendor>("vendor") ?? CpuVendor.Other,
            Kernel = kernel,
            Cpus = values.Count("cpus"),
            Firmware = values.Word<Firmware>("firmware"),
            Memory = values.OptionalNumber("memory"),
            SelfSnoop = values.Flag("self_snoop"),
            UncachedChecks = values.Flag("uncached_checks"),
            Profile = Profile(values),
            NoSnoopRouting = values.Word<NoSnoopRouting>("no_snoop_routing"),
            Fwb = values.Flag("fwb"),
            WbinvdExiting = values.Flag("wbinvd_exiting"),
            MsiIsolation = values.OptionalFlag("msi_isolation"),
            AllowUnsafeInterrupts = values.Flag("allow_unsafe_interrupts"),
            IommufdAllowUnsafeInterrupts = values.Flag("iommufd_allow_unsafe_interrupts"),
            NoIommuMode = values.Flag("noiommu"),
            VfioFlush = values.Flag("vfio_flush"),
            VfioForcesNoSnoopOff = values.Flag("vfio_forces_no_snoop_off"),
            InGuest = symbol.Declaration.Syntax.Clause("in")?.Names[0].Text,
        };
    }

    private static CoherenceProfile Profile(EffectiveValues values)
    {
        var buffers = values.Word<CombiningBuffers>("wc_buffers");
        CombiningChecks? asUncached = buffers == CombiningBuffers.Drained ? null
            : values.Flag("uncached_checks") ? CombiningChecks.Yes
            : CombiningChecks.No;
        return new CoherenceProfile(
            buffers,
            values.OptionalWord<CombiningChecks>("wc_checks") ?? asUncached,
            values.Flag("dma_allocates"),
            values.Word<DirtyLines>("dirty_lines"));
    }
}
