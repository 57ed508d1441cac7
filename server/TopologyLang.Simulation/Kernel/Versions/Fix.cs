using System.Collections.Immutable;
using System.Numerics;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Versions;

/// <summary>Does a kernel have a fix?</summary>
public enum Presence
{
    No,
    Yes,

    /// <summary>Nobody read it: the version lies after the last one that was read of its branch.</summary>
    Either,
}

/// <summary>
/// A change that went into a mainline release and, by itself, into updates of older ones: a version number says whether
/// a kernel has it only together with this row.
/// </summary>
public sealed record Fix
{
    /// <summary>Its anchor in docs/kernel-versions.md.</summary>
    public required string Name { get; init; }

    /// <summary>What Linux does from then on.</summary>
    public required string What { get; init; }

    /// <summary>The subject of the commit.</summary>
    public required string Subject { get; init; }

    /// <summary>The mainline commit, shortened; null where it was not looked up.</summary>
    public string? Commit { get; init; }

    /// <summary>Kernel file and function.</summary>
    public required string Source { get; init; }

    /// <summary>The first mainline release with it.</summary>
    public required KernelVersion Mainline { get; init; }

    /// <summary>Of each older branch that has it the first update that does.</summary>
    public ImmutableArray<KernelVersion> Stable { get; init; } = [];

    /// <summary>The first release that it could change anything in.</summary>
    public KernelVersion Matters { get; init; } = KernelVersions.OldestKnown;

    /// <summary>Where the versions come from.</summary>
    public required string Evidence { get; init; }

    /// <summary>The evidence lists every branch: one that is not among them does not have the fix.</summary>
    public bool EveryBranchIsListed { get; init; }

    /// <summary>Branches of which some update may have it: nobody looked up which.</summary>
    public ImmutableArray<KernelVersion> NotLookedUp { get; init; } = [];

    /// <summary>Its place in <see cref="KernelVersion.Backports"/>.</summary>
    public required int Number { get; init; }

    /// <summary>The kernel has it: its release does, or it was put in besides.</summary>
    public bool IsIn(KernelVersion kernel) =>
        PresenceIn(kernel) == Presence.Yes || ((kernel.Backports >> Number) & 1) != 0;

    /// <summary>Of a release of kernel.org.</summary>
    public Presence PresenceIn(KernelVersion kernel)
    {
        if (kernel >= Mainline)
        {
            return Presence.Yes;
        }

        foreach (var first in Stable)
        {
            if (first.IsOfBranch(kernel))
            {
                return kernel >= first ? Presence.Yes : Presence.No;
            }
        }

        if (kernel.Patch > 0 && NotLookedUp.Any(kernel.IsOfBranch))
        {
            return Presence.Either;
        }

        return !EveryBranchIsListed && kernel >= Matters && ReadVersions.IsAfterLastRead(kernel)
            ? Presence.Either
            : Presence.No;
    }

    /// <summary>The kernel's version with the fix put in.</summary>
    public KernelVersion AddedTo(KernelVersion kernel) =>
        kernel with
        {
            Backports = kernel.Backports | BitOperations.RotateLeft(1UL, Number),
        };

    /// <summary>Every first version with it, the updates first: <c>5.19.9, 6.0</c>.</summary>
    public string Versions => string.Join(", ", Stable.Append(Mainline));

    /// <summary>For a person: <c>be5a2d3f8f99 "iommu/arm-smmu-v3: ...", in 6.15.3, 6.16</c>.</summary>
    public string Words => $"{(Commit is null ? "" : $"{Commit} ")}\"{Subject}\", in {Versions}";
}
