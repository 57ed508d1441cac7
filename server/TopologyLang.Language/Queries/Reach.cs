using System.Collections.Immutable;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries;

/// <param name="Places">Where the text says so.</param>
public sealed record ReachStep(Symbol From, Symbol To, ImmutableArray<FileSpan> Places);

/// <summary>
/// Who gets at whose memory, one step at a time: programs drive devices, devices reach the domains that they are
/// attached to, domains the guests whose memory they map, guests and IOMMUs the host below them.
/// </summary>
public static class Reach
{
    /// <summary>What reaches a declaration: of a domain its devices, of a guest its domains and programs.</summary>
    public static ImmutableArray<ReachStep> To(Binding.Binding binding, Symbol symbol) =>
        Group(Steps(binding).Where(step => step.To == symbol));

    /// <summary>What a declaration reaches: of a device its domains and IOMMU.</summary>
    public static ImmutableArray<ReachStep> From(Binding.Binding binding, Symbol symbol) =>
        Group(Steps(binding).Where(step => step.From == symbol));

    private static IEnumerable<(Symbol From, Symbol To, FileSpan Place)> Steps(Binding.Binding binding)
    {
        foreach (var owner in binding.All.Where(owner => owner.Name.Length > 0))
        {
            foreach (var (kind, token, _) in owner.Local.References)
            {
                if (kind != DeclarationKind.Template && binding.Find(kind, token.Text) is { } named)
                {
                    var place = owner.Place(token.Span);
                    yield return Downwards(owner, named) ? (owner, named, place) : (named, owner, place);
                }
            }

            foreach (var step in Assignments(binding, owner))
            {
                yield return step;
            }
        }
    }

    /// <summary>
    /// Whether what is written in <paramref name="owner"/> about another thing leads from the owner to it.
    /// </summary>
    private static bool Downwards(Symbol owner, Symbol named) =>
        (owner.Kind, named.Kind) switch
        {
            (DeclarationKind.Domain, DeclarationKind.Device)
            or (DeclarationKind.Guest, DeclarationKind.Device or DeclarationKind.Domain) => false,
            _ => true,
        };

    /// <summary><c>assign = [D via S]</c> puts the device into the domain, wherever that is declared.</summary>
    private static IEnumerable<(Symbol From, Symbol To, FileSpan Place)> Assignments(
        Binding.Binding binding,
        Symbol owner
    )
    {
        if (owner.Local.Property("assign")?.Syntax.Value is not Syntax.ListValue list)
        {
            yield break;
        }

        foreach (var via in list.Items.OfType<Syntax.ViaValue>())
        {
            if (
                binding.Find(DeclarationKind.Device, via.Device.Text) is { } device
                && binding.Find(DeclarationKind.Domain, via.Domain.Text) is { } domain
            )
            {
                yield return (device, domain, owner.Place(via.Span));
            }
        }
    }

    private static ImmutableArray<ReachStep> Group(IEnumerable<(Symbol From, Symbol To, FileSpan Place)> steps) =>
        [
            .. steps
                .GroupBy(step => (step.From, step.To))
                .Select(same => new ReachStep(
                    same.Key.From,
                    same.Key.To,
                    [.. same.Select(step => step.Place).Distinct()]
                )),
        ];
}
