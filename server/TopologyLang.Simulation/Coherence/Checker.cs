using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// Can anybody read stale data? An exhaustive search of every interleaving of a program with what caches may do by themselves: evict,
/// clean, prefetch, and complete pending line operations. One line stands for a buffer; caches are unbounded; DMA is atomic. What the
/// caches may do beyond that is the profile's to say (<see cref="ProgramPath.Profile"/>), and a verdict names it.
/// </summary>
public static class Checker
{
    /// <returns>
    /// Stale with a shortest run, the same every time; coherent only if all states were explored; undecided where the path is not
    /// simulated or the limits were reached; error where the program cannot run.
    /// </returns>
    /// <exception cref="OperationCanceledException"/>
    public static Verdict Check(ProgramPath path, SearchLimits limits, CancellationToken cancellation) =>
        Check(path, limits, program => StateSearch.Run(program, limits, cancellation));

    /// <summary>The same verdict; a line program that was searched before, by whatever name, is not searched again.</summary>
    /// <exception cref="OperationCanceledException"/>
    public static Verdict Check(
        ProgramPath path,
        SearchLimits limits,
        VerdictCache known,
        CancellationToken cancellation
    ) => Check(path, limits, program => known.Search(program, limits, cancellation));

    internal static Verdict Check(ProgramPath path, SearchLimits limits, Func<ProductProgram, SearchResult> search) =>
        Undecorated(path, limits, search) with
        {
            Profile = path.Profile,
        };

    private static Verdict Undecorated(ProgramPath path, SearchLimits limits, Func<ProductProgram, SearchResult> search)
    {
        if (path.CannotRun is { } cannotRun)
        {
            return new Verdict(VerdictKind.Error, null, 0, [], cannotRun);
        }

        if ((path.NotKnown ?? PathGaps.Find(path)) is { } gap)
        {
            return new Verdict(VerdictKind.Undecided, null, 0, [], gap);
        }

        var checks = LineGroups
            .Of(path)
            .SelectMany(Choices)
            .Select(group => GroupCheck.Run(path, group, limits, search))
            .ToList();
        var states = checks.Sum(check => check.States);
        var undecided = checks.FirstOrDefault(check => check.Undecided is not null);
        var stale = checks.Where(check => check.IsStale).MinBy(check => (check.Length, check.ReadingStep));
        if (stale is null)
        {
            return new Verdict(
                undecided is null ? VerdictKind.Coherent : VerdictKind.Undecided,
                null,
                states,
                [],
                undecided?.Undecided
            );
        }

        var (run, hazard) = stale.Replay();
        var shorter = checks
            .FirstOrDefault(check => check.Undecided is not null && check.ExploredDepth + 1 < stale.Length)
            ?.Undecided;
        return new Verdict(VerdictKind.Stale, hazard, states, run, shorter, stale.Assumed(run[^1].Buffer));
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
