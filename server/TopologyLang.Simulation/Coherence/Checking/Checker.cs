using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Coherence.Runs;
using TopologyLang.Simulation.Coherence.Search;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Coherence.Checking;

/// <summary>
/// Can anybody read stale data? An exhaustive search of every order in which the steps of a program can happen, and
/// every interleaving with what caches may do by themselves: evict, clean, prefetch, and complete pending line
/// operations. One line stands for a buffer; caches are unbounded; DMA is atomic. What the caches may do beyond that is
/// the profile's to say (<see cref="ProgramPath.Profile"/>), and a verdict names it.
/// </summary>
public static class Checker
{
    /// <returns>
    /// Stale with a shortest run, the same every time; coherent only if all states were explored; undecided where the
    /// path is not simulated or the limits were reached; error where the program cannot run.
    /// </returns>
    /// <exception cref="OperationCanceledException"/>
    public static Verdict Check(ProgramPath path, SearchLimits limits, CancellationToken cancellation) =>
        Check(path, limits, program => StateSearch.Run(program, limits, cancellation));

    /// <summary>
    /// The same verdict; a line program that was searched before, by whatever name, is not searched again.
    /// </summary>
    /// <exception cref="OperationCanceledException"/>
    public static Verdict Check(
        ProgramPath path,
        SearchLimits limits,
        VerdictCache known,
        CancellationToken cancellation
    ) => Check(path, limits, program => known.Search(program, limits, cancellation));

    internal static Verdict Check(ProgramPath path, SearchLimits limits, Func<ProductProgram, SearchResult> search) =>
        Check(path, ProgramOrder.Of, limits, search);

    /// <param name="orderOf">The order of the program's steps.</param>
    internal static Verdict Check(
        ProgramPath path,
        Func<ProgramPath, ProgramOrder> orderOf,
        SearchLimits limits,
        Func<ProductProgram, SearchResult> search
    ) => Undecorated(path, orderOf, limits, search) with { Profile = path.Profile };

    private static Verdict Undecorated(
        ProgramPath path,
        Func<ProgramPath, ProgramOrder> orderOf,
        SearchLimits limits,
        Func<ProductProgram, SearchResult> search
    )
    {
        if ((path.CannotRun ?? OrderGaps.MissingBarrier(path)) is { } cannotRun)
        {
            return new Verdict(VerdictKind.Error, null, 0, [], cannotRun);
        }

        if ((path.NotKnown ?? PathGaps.Find(path)) is { } gap)
        {
            return new Verdict(VerdictKind.Undecided, null, 0, [], gap);
        }

        var order = orderOf(path);
        if (order.NotDecided is { } tooLong)
        {
            return new Verdict(VerdictKind.Undecided, null, 0, [], tooLong);
        }

        var checks = LineGroups
            .Of(path)
            .SelectMany(Choices)
            .Select(group => GroupCheck.Run(order, path, group, limits, search))
            .ToList();
        return Worst(checks, check => check.IsStale) is { } stale ? Fault(VerdictKind.Stale, path, order, stale, checks)
            : Worst(checks, check => check.IsOverwritten) is { } overwritten
                ? Fault(VerdictKind.Overwritten, path, order, overwritten, checks)
            : WithoutFault(path, order, checks);
    }

    private static GroupCheck? Worst(List<GroupCheck> checks, Func<GroupCheck, bool> isFault) =>
        checks.Where(isFault).MinBy(check => (check.Length, check.ReadingStep));

    private static Verdict Fault(
        VerdictKind kind,
        ProgramPath path,
        ProgramOrder order,
        GroupCheck fault,
        List<GroupCheck> checks
    )
    {
        var (run, hazard) = fault.Replay();
        // An overwritten value is the answer only where no stale one was found, and that is not known where a search
        // did not end.
        var open = checks.FirstOrDefault(check =>
            check.Undecided is not null && (kind == VerdictKind.Overwritten || check.ExploredDepth + 1 < fault.Length)
        );
        return new Verdict(
            kind,
            hazard,
            checks.Sum(check => check.States),
            run,
            open?.Undecided,
            fault.Assumed(run[^1].Buffer)
        )
        {
            Races = OrderRaces.Of(path.Architecture, order, run),
        };
    }

    private static Verdict WithoutFault(ProgramPath path, ProgramOrder order, List<GroupCheck> checks)
    {
        var states = checks.Sum(check => check.States);
        if (
            (
                checks.FirstOrDefault(check => check.Undecided is not null)?.Undecided
                ?? OrderGaps.Atomicity(path, order)
            ) is
            { } undecided
        )
        {
            return new Verdict(VerdictKind.Undecided, null, states, [], undecided);
        }

        return checks.Select(check => check.NeverPasses).FirstOrDefault(wait => wait is not null) is { } stuck
            ? new Verdict(VerdictKind.Error, null, states, [], OrderGaps.NeverPasses(path, order, stuck))
            {
                NeverPasses = stuck,
            }
            : new Verdict(VerdictKind.Coherent, null, states, []);
    }

    /// <summary>The lines with every choice among the access classes of their buffers.</summary>
    private static IEnumerable<GroupAccess> Choices(LineGroup group)
    {
        IEnumerable<GroupAccess> choices = [new GroupAccess([])];
        return group.Lines.Aggregate(
            choices,
            (before, line) =>
                before.SelectMany(chosen => Choices(line).Select(one => new GroupAccess(chosen.Lines.Add(one))))
        );
    }

    private static IEnumerable<LineAccess> Choices(LineBuffers line)
    {
        IEnumerable<LineAccess> choices = [new LineAccess([])];
        return line.Buffers.Aggregate(
            choices,
            (before, buffer) =>
                before.SelectMany(chosen =>
                    buffer.Access.Select(access => new LineAccess(chosen.Words.Add(new WordPath(buffer, access))))
                )
        );
    }
}
