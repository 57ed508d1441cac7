using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Versions;

/// <summary>A kernel that a host's may be the same as.</summary>
/// <param name="Added">The fix that it has besides; null: those of its version.</param>
public sealed record Candidate(KernelVersion Kernel, Fix? Added = null)
{
    public override string ToString() =>
        Added is null ? Kernel.ToString() : $"{Kernel with { Backports = 0 }} with {Added.Name}";
}

/// <summary>
/// The kernels that a host's may be the same as, by what its name tells. There is one where the name tells everything;
/// where there are several, an answer that is not the same under all of them is not known.
/// </summary>
public static class Candidates
{
    public static ImmutableArray<Candidate> Of(Host host)
    {
        var kernel = KernelVersions.SimulatedAs(host.Kernel);
        return host.VendorKernel?.Carries switch
        {
            Carried.SomeUpdate => [.. Updates(kernel.Release).Concat(With(kernel.Release, MayBeInUpdate)).Distinct()],
            Carried.LaterFixes => With(kernel, fix => fix.PresenceIn(kernel) != Presence.Yes),
            Carried.LaterCode =>
            [
                .. With(kernel, fix => fix.PresenceIn(kernel) != Presence.Yes),
                .. KernelVersions.Releases.Where(release => release > kernel).Select(release => new Candidate(release)),
            ],
            _ => With(kernel, fix => fix.PresenceIn(kernel) == Presence.Either),
        };

        bool MayBeInUpdate(Fix fix) =>
            !fix.EveryBranchIsListed && fix.PresenceIn(kernel) == Presence.No && !fix.Stable.Any(kernel.IsOfBranch);
    }

    /// <summary>Why an answer that is not the same under all of them is not known: half a sentence.</summary>
    public static string Why(Host host)
    {
        var kernel = KernelVersions.SimulatedAs(host.Kernel);
        return host.VendorKernel switch
        {
            { Carries: Carried.SomeUpdate } debian =>
                $"`{debian.Release}` is {debian.Vendor}'s kernel, some update of {kernel.Release}: the name does not "
                    + "tell which (uname -v does)",
            { Carries: Carried.LaterFixes } vendor =>
                $"`{vendor.Release}` is {vendor.Vendor}'s kernel, made from {kernel}: a vendor's kernel that may carry "
                    + "later code",
            { Carries: Carried.LaterCode } vendor =>
                $"`{vendor.Release}` is a vendor's kernel that may carry later code ({vendor.Vendor})",
            _ => $"Linux {kernel} was not read, and {ReadVersions.LastOf(kernel)} is the newest update of "
                + $"{kernel.Release} that was",
        };
    }

    /// <summary>The kernel as it is, with each of the fixes, and with all of them.</summary>
    private static ImmutableArray<Candidate> With(KernelVersion kernel, Predicate<Fix> undecided)
    {
        var fixes = Fixes.All.Where(fix => undecided(fix)).ToList();
        ImmutableArray<Candidate> single =
        [
            new Candidate(kernel),
            .. fixes.Select(fix => new Candidate(fix.AddedTo(kernel), fix)),
        ];
        return fixes.Count < 2
            ? single
            : single.Add(new Candidate(fixes.Aggregate(kernel, (had, fix) => fix.AddedTo(had))));
    }

    /// <summary>The release, and each update of it that has a fix for the first time.</summary>
    private static IEnumerable<Candidate> Updates(KernelVersion release) =>
        Fixes
            .All.SelectMany(fix => fix.Stable)
            .Where(release.IsOfBranch)
            .Append(release)
            .Distinct()
            .Order()
            .Select(version => new Candidate(version));
}
