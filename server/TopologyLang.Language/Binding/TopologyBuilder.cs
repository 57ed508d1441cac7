using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>Makes the records of a topology from the declarations that stand, kind by kind, so that each finds what it names.</summary>
internal sealed class TopologyBuilder(SymbolTable symbols, ErrorList errors)
{
    private readonly KernelCheck _kernels = new(errors);
    private FrozenSet<string> _builtIn = [];

    public ImmutableArray<Domain> Domains { get; private set; } = [];

    public List<(Expectation Expectation, Symbol Symbol)> Expectations { get; } = [];

    public SystemTopology Build()
    {
        foreach (var symbol in symbols.All)
        {
            symbols.Stands(symbol);
        }

        var deviceBuilder = new DeviceBuilder(this, symbols, errors);
        var hosts = Each(DeclarationKind.Host, BuildHost);
        var iommus = Each(DeclarationKind.Iommu, new IommuBuilder(this, errors).Build);
        var devices = Each(DeclarationKind.Device, deviceBuilder.Build);
        Domains = Each(DeclarationKind.Domain, new DomainBuilder(this, symbols, errors).Build);
        var guests = Each(DeclarationKind.Guest, new GuestBuilder(this, errors).Build);
        var programs = Each(DeclarationKind.Program, new ProgramBuilder(this, errors).Build);
        var scenarios = Each(DeclarationKind.Scenario, new ScenarioBuilder(this, errors, _kernels).Build);
        foreach (var symbol in symbols.Of(DeclarationKind.Host))
        {
            ReportKernel(symbol);
        }

        foreach (var symbol in symbols.Of(DeclarationKind.Device))
        {
            deviceBuilder.ReportSameAddress(symbol);
        }

        var declared = new SystemTopology
        {
            Hosts = hosts,
            Iommus = iommus,
            Devices = devices,
            Domains = Domains,
            Guests = guests,
            Programs = programs,
            Scenarios = scenarios,
            HasScenario = symbols.Of(DeclarationKind.Scenario).Count > 0,
            Assumptions = new AssumptionFinder(this, symbols).All(),
        };
        var topology = BuiltInPrograms.AddTo(declared, DevicesOfPrograms());
        _builtIn = [.. topology.Programs.Skip(programs.Length).Select(program => program.Name)];
        var expectations = new ExpectationBuilder(this, errors);
        foreach (var symbol in symbols.Of(DeclarationKind.Expect).Where(symbols.Stands))
        {
            if (expectations.Build(symbol) is { } expectation)
            {
                symbol.Record = expectation;
                Expectations.Add((expectation, symbol));
            }
        }

        return topology with
        {
            Expectations = [.. Expectations.Select(pair => pair.Expectation)],
        };
    }

    /// <summary>The records of a kind are there once that kind is done; null for a name that is not declared or left out.</summary>
    public Host? Host(string name) => Record<Host>(DeclarationKind.Host, name);

    public Iommu? Iommu(string name) => Record<Iommu>(DeclarationKind.Iommu, name);

    public Device? Device(string name) => Record<Device>(DeclarationKind.Device, name);

    public Domain? Domain(string name) => Record<Domain>(DeclarationKind.Domain, name);

    public Guest? Guest(string name) => Record<Guest>(DeclarationKind.Guest, name);

    public Scenario? Scenario(string name) => Record<Scenario>(DeclarationKind.Scenario, name);

    /// <summary>With the built-in ones.</summary>
    public bool HasProgram(string name) =>
        Record<Program>(DeclarationKind.Program, name) is not null || _builtIn.Contains(name);

    /// <summary>Of all programs that are written, those among them that are left out.</summary>
    private HashSet<string> DevicesOfPrograms() =>
        [
            .. from symbol in symbols.Of(DeclarationKind.Program)
            from device in symbol.Declaration.Syntax.Clause("using")?.Names ?? []
            select device.Text,
        ];

    /// <summary>The effective properties of a declaration; null where it is left out or has none.</summary>
    public EffectiveValues? ValuesOf(Symbol symbol) =>
        symbol.Record switch
        {
            Host _ => ValuesOf(symbol, null),
            Iommu iommu => ValuesOf(symbol, Host(iommu.Host)),
            Device device => ValuesOf(symbol, Host(device.Host)),
            Domain domain => ValuesOf(symbol, Host(domain.Host)),
            Guest guest => ValuesOf(symbol, Host(guest.Host)),
            _ => null,
        };

    /// <summary>The effective properties of a declaration on <paramref name="host"/>.</summary>
    public EffectiveValues ValuesOf(Symbol symbol, Host? host)
    {
        var template = symbol.Declaration.Syntax.Template is { } name
            ? symbols.Find(DeclarationKind.Template, name.Text)
            : null;
        return EffectiveValues.Of(symbol, template, host);
    }

    private T? Record<T>(DeclarationKind kind, string name)
        where T : class => symbols.Find(kind, name)?.Record as T;

    private ImmutableArray<T> Each<T>(DeclarationKind kind, Func<Symbol, T?> build)
        where T : class
    {
        var list = ImmutableArray.CreateBuilder<T>(symbols.Of(kind).Count);
        foreach (var symbol in symbols.Of(kind))
        {
            if (symbols.Stands(symbol) && build(symbol) is { } record)
            {
                symbol.Record = record;
                list.Add(record);
            }
        }

        return list.DrainToImmutable();
    }

    private void ReportKernel(Symbol symbol)
    {
        if (symbol.Record is Host host && symbol.Local.Property("kernel") is { } written)
        {
            _kernels.Report(host.Kernel, symbol.Place(written.Syntax.Value.Span));
        }
    }

    private Host BuildHost(Symbol symbol)
    {
        var values = ValuesOf(symbol, null);
        return new Host
        {
            Name = symbol.Name,
            Architecture = values.Word<Architecture>("arch"),
            Vendor = values.OptionalWord<CpuVendor>("vendor") ?? CpuVendor.Other,
            Kernel = KernelVersion.Parse(values["kernel"]!),
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
        CombiningChecks? asUncached =
            buffers == CombiningBuffers.Drained ? null
            : values.Flag("uncached_checks") ? CombiningChecks.Yes
            : CombiningChecks.No;
        return new CoherenceProfile(
            buffers,
            values.OptionalWord<CombiningChecks>("wc_checks") ?? asUncached,
            values.Flag("dma_allocates"),
            values.Word<DirtyLines>("dirty_lines")
        );
    }
}
