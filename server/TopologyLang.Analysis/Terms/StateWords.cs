using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Analysis.Terms;

/// <summary>The words for the state of a device, a domain or a guest, wherever it is told.</summary>
public static class StateWords
{
    public const string Unknown = "not known";
    public const string NoBox = "in no box";
    public const string NothingAttached = "nothing attached";

    /// <summary>
    /// <c>in box 3</c>, <see cref="NoBox"/>, or <see cref="Unknown"/> of a function for which it is not known what is
    /// blocked.
    /// </summary>
    public static string Box(BoxAnswer answer) =>
        answer switch
        {
            { Box: { } box } => $"in box {box}",
            { Possible: not null, Blocked: null } => Unknown,
            _ => NoBox,
        };

    /// <summary>What the kernel believes of the domain.</summary>
    public static string Enforced(DomainState state) =>
        state switch
        {
            { Unknown: not null } => Unknown,
            { Enforced: true } => "enforced",
            { Enforced: false } => "not enforced",
            _ => NothingAttached,
        };

    /// <summary>What KVM makes of the guest's wbinvd.</summary>
    public static string Wbinvd(GuestState state) => state.Unknown is null ? Words.Of(state.Wbinvd) : Unknown;
}
