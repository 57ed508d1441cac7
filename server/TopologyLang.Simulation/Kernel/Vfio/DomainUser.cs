using TopologyLang.Simulation.Kernel.Declarations;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// Whose a domain is. A VMM has the domains through which its guest is given devices; every other domain has a user of
/// its own.
/// </summary>
internal static class DomainUser
{
    /// <summary>Some guest is given devices through both.</summary>
    public static bool IsSame(TopologyIndex index, string one, string other) =>
        index.Topology.Guests.Any(guest => Has(index, guest.Name, one) && Has(index, guest.Name, other));

    /// <summary>The domain belongs to other VMMs, and not to the guest's.</summary>
    public static bool IsAnother(TopologyIndex index, string guest, string domain) =>
        !Has(index, guest, domain) && index.Topology.Guests.Any(other => Has(index, other.Name, domain));

    private static bool Has(TopologyIndex index, string guest, string domain) =>
        index.Guest(guest).Assign.Any(a => a.Domain == domain || index.Domain(a.Domain).Parent == domain);
}
