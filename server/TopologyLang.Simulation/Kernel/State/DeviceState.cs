using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>Where a device is now.</summary>
/// <param name="Domain">The declared domain that it is attached to; null: its default DMA-API domain.</param>
/// <param name="RegisteredWithVfio">It is bound to a VFIO driver. A member of a group may be in the domain
/// without.</param>
/// <param name="EnableNoSnoop">Device Control bit 11 of the function that decides, as it reads now.</param>
/// <param name="NoSnoopSetBy">Who wrote the bit last; null: it has its value of the beginning.</param>
/// <param name="NoSnoopOffAtAttach">The bit was 0 when the device was attached to the user domain in which it
/// is.</param>
/// <param name="Chain">Why its translation is what it is, first link first.</param>
/// <param name="Unknown">Set where an operation whose answer is not known has left it in a state that is not known
/// either.</param>
public sealed record DeviceState(
    string Name,
    string? Domain,
    bool RegisteredWithVfio,
    bool EnableNoSnoop,
    NoSnoopSetter? NoSnoopSetBy,
    bool NoSnoopOffAtAttach,
    Translation Translation,
    ImmutableArray<Reason> Chain,
    Reason? Unknown
)
{
    /// <summary>
    /// The function whose Enable No Snoop decides, where it is another one: a physical function, or a mediated device's
    /// parent.
    /// </summary>
    public Device? Governing { get; init; }

    /// <summary>
    /// Address translation services are on: it may translate addresses itself and send requests that no page table is
    /// looked up for.
    /// </summary>
    public (bool On, ImmutableArray<Reason> Chain) Ats { get; init; } = (false, []);
}
