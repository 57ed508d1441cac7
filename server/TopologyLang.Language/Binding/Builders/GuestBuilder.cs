using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class GuestBuilder(Records records, ErrorList errors)
{
    public Guest Build(Symbol symbol)
    {
        var host = records.Host(symbol.Declaration.Syntax.Clause("on")!.Names[0].Text)!;
        var values = records.ValuesOf(symbol, host);
        return new Guest
        {
            Name = symbol.Name,
            Host = host.Name,
            Vmm = values["vmm"]!,
            VmmVersion = values["vmm_version"] is { } version ? VersionText.Parse(version) : null,
            Confidential = values.Word<Confidential>("confidential"),
            Vcpus = values.Count("vcpus"),
            Memory = values.OptionalNumber("memory"),
            Assign = Assign(symbol, values, host),
            KvmVfio = values.Flag("kvm_vfio"),
            Viommu = values.Word<Viommu>("viommu"),
            IgnoreGuestPat = values.OptionalFlag("ignore_guest_pat"),
            Wbinvd = values.Word<GuestWbinvdPolicy>("wbinvd"),
        };
    }

    private ImmutableArray<Assignment> Assign(Symbol symbol, EffectiveValues values, Host host)
    {
        if (values.Written("assign") is not { } assign)
        {
            return [];
        }

        HashSet<string> seen = [];
        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        foreach (var item in ((ListValue)assign.Syntax.Value).Items)
        {
            var where = values.IsOwn("assign") ? symbol.Place(item.Span) : symbol.NameSpan;
            if (item is WordValue alone)
            {
                // A device that is not declared has been reported already.
                if (records.Device(alone.Word) is not null)
                {
                    ReportMissingDomain(where, alone.Word, host);
                }
            }
            else if (
                item is ViaValue via
                && records.Device(via.Device.Text) is { } device
                && records.Domain(via.Domain.Text) is { } domain
                && IsHere(where, host, device.Host, $"device `{device.Name}`")
                && IsHere(where, host, domain.Host, $"domain `{domain.Name}`")
                && IsFirst(where, seen, device.Name)
            )
            {
                assignments.Add(new Assignment(device.Name, domain.Name));
            }
        }

        return assignments.ToImmutable();
    }

    private void ReportMissingDomain(FileSpan where, string device, Host host)
    {
        var domain = records.Domains.FirstOrDefault(one => one.Attach.Contains(device))?.Name;
        var here = records.Domains.Where(one => one.Host == host.Name).Take(2).ToList();
        domain ??= here.Count == 1 ? here[0].Name : null;
        errors.Error(
            BindingCodes.AssignVia,
            where,
            $"say through which domain the guest gets `{device}`: `{device} via {domain ?? "DOMAIN"}`",
            domain is null ? null : $"{device} via {domain}"
        );
    }

    private bool IsHere(FileSpan where, Host host, string other, string what)
    {
        if (other != host.Name)
        {
            errors.Error(
                BindingCodes.OtherHost,
                where,
                $"the {what} is on `{other}`, and this guest is on `{host.Name}`"
            );
        }

        return other == host.Name;
    }

    private bool IsFirst(FileSpan where, HashSet<string> seen, string device)
    {
        var first = seen.Add(device);
        if (!first)
        {
            errors.Error(BindingCodes.Duplicate, where, $"`{device}` is in the list already");
        }

        return first;
    }
}
