using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class DeviceBuilder(Records records, SymbolTable symbols, ErrorList errors)
{
    private readonly Dictionary<(string Host, string Address), Symbol> addresses = [];

    public Device Build(Symbol symbol)
    {
        var syntax = symbol.Declaration.Syntax;
        var iommu = syntax.Clause("behind") is { } behind ? records.Iommu(behind.Names[0].Text)! : null;
        var host = HostOf(symbol);
        var values = records.ValuesOf(symbol, host);
        var bus = values["bus"]!;
        var address = bus == "platform" ? null : bus["pcie ".Length..];
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
            PciId = values["pci_id"]?.ToLowerInvariant(),
            External = values.Flag("external"),
            Driver = values["driver"],
            VfOf = Other(symbol, values, "vf_of"),
            MdevOf = Other(symbol, values, "mdev_of"),
            Outer = Other(symbol, values, "outer"),
            Rmrr = values.Flag("rmrr"),
            Reads = values.Word<DeviceReads>("reads"),
            UnnamedIommu = Unnamed(symbol, values),
            VariantDriver = values.Word<VariantDriver>("variant_driver"),
        };
    }

    /// <summary>A device behind a declared IOMMU has that one.</summary>
    private UnnamedIommu Unnamed(Symbol symbol, EffectiveValues values)
    {
        var unnamed = values.Word<UnnamedIommu>("iommu");
        if (unnamed != UnnamedIommu.None && symbol.Declaration.Syntax.Clause("behind") is { } behind)
        {
            errors.Error(
                BindingCodes.WrongValue,
                PlaceOf(symbol, "iommu"),
                $"`{symbol.Name}` is behind `{behind.Names[0].Text}`, so its IOMMU is known: leave `iommu` out, or "
                    + "declare the device `on` its host"
            );
            return UnnamedIommu.None;
        }

        return unnamed;
    }

    /// <summary>
    /// Another device that stands; null where there is none, which has been reported, or the chain leads back here.
    /// </summary>
    private string? Other(Symbol symbol, EffectiveValues values, string property)
    {
        if (
            values[property] is not { } name
            || symbols.Find(DeclarationKind.Device, name) is not { } other
            || !symbols.Stands(other)
        )
        {
            return null;
        }

        if (!ReferenceChain.LeadsBack(symbol, device => Next(device, property)))
        {
            return (property == "outer" ? IsOfMachineBelow(symbol, other) : IsPossible(symbol, other, property))
                ? name
                : null;
        }

        if (symbol.Local.Property(property) is { } written)
        {
            errors.Error(
                BindingCodes.Cycle,
                symbol.Place(written.Syntax.Value.Span),
                $"`{property}` leads from `{symbol.Name}` back to itself"
            );
        }

        return null;
    }

    /// <summary>
    /// A part is on the host of what it is a part of, and only a PCIe function has virtual functions.
    /// </summary>
    private bool IsPossible(Symbol symbol, Symbol other, string property)
    {
        var place = PlaceOf(symbol, property);
        var (host, otherHost) = (HostOf(symbol), HostOf(other));
        if (host.Name != otherHost.Name)
        {
            errors.Error(
                BindingCodes.OtherHost,
                place,
                $"the device `{other.Name}` is on `{otherHost.Name}`, and `{symbol.Name}` on `{host.Name}`"
            );
            return false;
        }

        if (property == "vf_of" && records.ValuesOf(other, otherHost)["bus"] == "platform")
        {
            errors.Error(
                BindingCodes.WrongValue,
                place,
                $"`{other.Name}` is no PCIe function, so it has no virtual functions: give it `bus = pcie ADDRESS`"
            );
            return false;
        }

        return true;
    }

    /// <summary>What a guest was given is a device of the guest's host.</summary>
    private bool IsOfMachineBelow(Symbol symbol, Symbol other)
    {
        var host = HostOf(symbol);
        var below = host.InGuest is { } guest
            ? symbols.Find(DeclarationKind.Guest, guest)?.Declaration.Syntax.Clause("on")?.Names[0].Text
            : null;
        if (below is not null && HostOf(other).Name == below)
        {
            return true;
        }

        errors.Error(
            BindingCodes.OtherHost,
            PlaceOf(symbol, "outer"),
            below is null
                ? $"`{host.Name}` runs in no guest, so its devices are no devices of another machine"
                : $"`{host.Name}` runs in a guest on `{below}`, and `{other.Name}` is no device of that host"
        );
        return false;
    }

    private static FileSpan PlaceOf(Symbol symbol, string property) =>
        symbol.Local.Property(property) is { } written ? symbol.Place(written.Syntax.Value.Span) : symbol.NameSpan;

    private Host HostOf(Symbol device)
    {
        var syntax = device.Declaration.Syntax;
        return records.Host(
            syntax.Clause("behind") is { } behind
                ? records.Iommu(behind.Names[0].Text)!.Host
                : syntax.Clause("on")!.Names[0].Text
        )!;
    }

    private Symbol? Next(Symbol device, string property) =>
        device.Local.Property(property) is { } written ? symbols.Find(DeclarationKind.Device, written.Text) : null;

    /// <summary>To be called for each device, in the order of the text.</summary>
    public void ReportSameAddress(Symbol symbol)
    {
        if (
            symbol.Record is not Device { Address: { } address } device
            || addresses.TryAdd((device.Host, address), symbol)
            || symbol.Local.Property("bus") is not { } written
        )
        {
            return;
        }

        var first = addresses[(device.Host, address)];
        errors.Add(
            new BindingError(
                BindingCodes.SameAddress,
                BindingSeverity.Warning,
                symbol.Place(written.Syntax.Value.Span),
                $"the device `{first.Name}` of the same host has this address already"
            )
            {
                Related = [new RelatedSpan(first.NameSpan, "the first one")],
            }
        );
    }
}
