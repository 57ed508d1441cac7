using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class DomainBuilder(Records records, SymbolTable symbols, ErrorList errors)
{
    public Domain Build(Symbol symbol)
    {
        var host = records.Host(symbol.Declaration.Syntax.Clause("on")!.Names[0].Text)!;
        var values = records.ValuesOf(symbol, host);
        var api = values.Word<DomainApi>("api");
        ReportUnused(
            symbol,
            "stage1_attr",
            values["parent"] is not null,
            "without `parent` its first stage is the kernel's, or a process's own; only a guest with a nested domain "
                + "writes one"
        );
        ReportUnused(
            symbol,
            "coherent",
            api == DomainApi.Iommufd && values["parent"] is null,
            "only an iommufd domain that is not nested can stand for an IOASID of the proposal"
        );
        ReportUnused(
            symbol,
            "map",
            api is DomainApi.VfioType1 or DomainApi.Iommufd or DomainApi.VhostVdpa,
            "only vfio_type1, iommufd and vhost_vdpa domains are mapped by their user"
        );
        return new Domain
        {
            Name = symbol.Name,
            Host = host.Name,
            Api = api,
            Attach = Attach(symbol, values, host),
            PageTable = values.OptionalWord<PageTableStage>("page_table"),
            Parent = Parent(symbol, values),
            Stage1Attribute = values.OptionalWord<Stage1Attribute>("stage1_attr"),
            Coherent = values.OptionalFlag("coherent"),
            Map = values.Written("map") is { } map ? [.. Words(map).Select(WordTable.Parse<MapKind>)] : [],
        };
    }

    private void ReportUnused(Symbol symbol, string property, bool used, string why)
    {
        if (!used && symbol.Local.Property(property) is { } written)
        {
            errors.Warning(
                BindingCodes.NoEffect,
                symbol.Place(written.Syntax.Name.Span),
                $"`{property}` has no effect on `{symbol.Name}`: {why}"
            );
        }
    }

    private static IEnumerable<string> Words(LocalProperty list) =>
        Items(list).OfType<WordValue>().Select(word => word.Word);

    private static ImmutableArray<ValueSyntax> Items(LocalProperty list) => ((ListValue)list.Syntax.Value).Items;

    private ImmutableArray<string> Attach(Symbol symbol, EffectiveValues values, Host host)
    {
        if (values.Written("attach") is not { } attach)
        {
            return [];
        }

        HashSet<string> seen = [];
        var devices = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(attach).OfType<WordValue>())
        {
            // What a template writes is checked where it is written; here it only counts.
            var where = values.IsOwn("attach") ? symbol.Place(item.Span) : symbol.NameSpan;
            if (records.Device(item.Word) is not { } device)
            {
                continue;
            }

            if (device.Host != host.Name)
            {
                errors.Error(
                    BindingCodes.OtherHost,
                    where,
                    $"the device `{device.Name}` is on `{device.Host}`, and this domain is on `{host.Name}`"
                );
            }
            else if (!seen.Add(device.Name))
            {
                errors.Error(BindingCodes.Duplicate, where, $"`{device.Name}` is in the list already");
            }
            else
            {
                devices.Add(device.Name);
            }
        }

        return devices.ToImmutable();
    }

    private string? Parent(Symbol symbol, EffectiveValues values)
    {
        if (
            values["parent"] is not { } name
            || symbols.Find(DeclarationKind.Domain, name) is not { } parent
            || !symbols.Stands(parent)
        )
        {
            return null;
        }

        if (!ReferenceChain.LeadsBack(symbol, Next))
        {
            return name;
        }

        if (symbol.Local.Property("parent") is { } written)
        {
            errors.Error(
                BindingCodes.Cycle,
                symbol.Place(written.Syntax.Value.Span),
                $"`parent` leads from `{symbol.Name}` back to itself"
            );
        }

        return null;
    }

    private Symbol? Next(Symbol domain) =>
        domain.Local.Property("parent") is { } written ? symbols.Find(DeclarationKind.Domain, written.Text) : null;
}
