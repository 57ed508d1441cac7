using System.Diagnostics;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>Looks now and then whether a search was cancelled, and says how far it is. Of one thread.</summary>
internal sealed class SearchClock(IProgress<SearchProgress>? progress, CancellationToken cancellation)
{
    private const int TicksBetweenLooks = 64;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(0.5);

    private readonly long start = Stopwatch.GetTimestamp();
    private int ticks;
    private int reports;

    public CancellationToken Cancellation => cancellation;

    /// <summary>To be called for each block of states.</summary>
    /// <exception cref="OperationCanceledException"/>
    public void Tick(long states, int depth)
    {
        if (ticks++ % TicksBetweenLooks == 0)
        {
            Look(states, depth);
        }
    }

    /// <exception cref="OperationCanceledException"/>
    public void Look(long states, int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        Report(states, depth);
    }

    public void Report(long states, int depth)
    {
        if (progress is not null && Stopwatch.GetElapsedTime(start) > (reports + 1) * BetweenReports)
        {
            reports++;
            progress.Report(new SearchProgress(states, depth));
        }
    }
}
