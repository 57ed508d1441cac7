using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

internal sealed class DeviceBuilder(TopologyBuilder topology, SymbolTable symbols, ErrorList errors)
{
    private readonly Dictionary<(string Host, string Address), Symbol> _addresses = [];

    public Device Build(Symbol symbol)
    {
        var syntax = symbol.Declaration.Syntax;
        var iommu = syntax.Clause("behind") is { } behind ? topology.Iommus[behind.Names[0].Text] : null;
        var host = topology.Hosts[iommu?.Host ?? syntax.Clause("on")!.Names[0].Text];
        var values = topology.ValuesOf(symbol, host);
        var bus = values["bus"]!;
        var address = bus == "platform" ? null : bus["pcie ".Length..];
        ReportSameAddress(symbol, host, address);
        return new Device
        {
            Name = symbol.Name,
            Host = host.Name,
            Iommu = iommu?.Name,
            Bus = address is null ? DeviceBus.Platform : DeviceBus.Pcie,
            Address = address,
            NoSnoop = values.Word<NoSnoop>("no_snoop"),
            DmaCoherent = values.Flag("dma_coherent"),
            Canwbs = values.Flag("canwbs"),
            Cpm = values.Flag("cpm"),
            Dacs = values.Flag("dacs"),
            Ats = values.Flag("ats"),
            Pasid = values.Flag("pasid"),
            Group = values["group"],
            Bound = values["bound"],
            Class = values["class"],
            Driver = values["driver"],
            VfOf = Other(symbol, values, "vf_of"),
            MdevOf = Other(symbol, values, "mdev_of"),
            Outer = Outer(symbol, values, host),
            Rmrr = values.Flag("rmrr"),
            VariantDriver = values.Word<VariantDriver>("variant_driver"),
        };
    }

    /// <summary>Another device that stands; null where there is none, which has been reported, or the chain leads back here.</summary>
    private string? Other(Symbol symbol, EffectiveValues values, string property)
    {
        if (values[property] is not { } name || symbols.Find(DeclarationKind.Device, name) is not { } other || !symbols.Stands(other))
        {
            return null;
        }

        if (!ReferenceChain.LeadsBack(symbol, device => Next(device, property)))
        {
            return name;
        }

        if (symbol.Local.Property(property) is { } written)
        {
            errors.Error(BindingCodes.Cycle, symbol.Place(written.Syntax.Value.Span),
                $"`{property}` leads from `{symbol.Name}` back to itself");
        }

        return null;
    }

    /// <summary>The device of the machine below; one that is no device of the guest's host is reported and left out.</summary>
    private string? Outer(Symbol symbol, EffectiveValues values, Host host)
    {
        if (Other(symbol, values, "outer") is not { } name)
        {
            return null;
        }

        var below = host.InGuest is { } guest ? HostOf(DeclarationKind.Guest, guest) : null;
        if (below is not null && HostOf(DeclarationKind.Device, name) == below)
        {
            return name;
        }

        errors.Error(
            BindingCodes.OtherHost,
            symbol.Local.Property("outer") is { } written ? symbol.Place(written.Syntax.Value.Span) : symbol.NameSpan,
            below is null
                ? $"`{host.Name}` runs in no guest, so its devices are no devices of another machine"
                : $"`{host.Name}` runs in a guest on `{below}`, and `{name}` is no device of that host");
        return null;
    }

    private string? HostOf(DeclarationKind kind, string name) => symbols.Find(kind, name)?.Declaration.Syntax switch
    {
        { } syntax when syntax.Clause("on") is { } on => on.Names[0].Text,
        { } syntax when syntax.Clause("behind") is { } behind => HostOf(DeclarationKind.Iommu, behind.Names[0].Text),
        _ => null,
    };

    private Symbol? Next(Symbol device, string property) =>
        device.Local.Property(property) is { } written ? symbols.Find(DeclarationKind.Device, written.Text) : null;

    private void ReportSameAddress(Symbol symbol, Host host, string? address)
    {
        if (address is null || _addresses.TryAdd((host.Name, address), symbol) || symbol.Local.Property("bus") is not { } written)
        {
            return;
        }

        var first = _addresses[(host.Name, address)];
        errors.Add(new BindingError(
            BindingCodes.SameAddress,
            BindingSeverity.Warning,
            symbol.Place(written.Syntax.Value.Span),
            $"the device `{first.Name}` of the same host has this address already")
        {
            Related = [new RelatedSpan(first.NameSpan, "the first one")],
        });
    }
}
