using System.Globalization;

namespace TopologyLang.Analysis.Pipeline;

/// <summary>
/// Ends what takes too long. Each search has a limit of its own; a file of many programs may still keep a machine busy
/// for hours.
/// </summary>
public static class TimeLimit
{
    /// <param name="work">Gets the token that it has to look at.</param>
    /// <exception cref="TimeLimitException">The time was up first.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static T Run<T>(TimeSpan most, Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(most);
        try
        {
            return work(late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeLimitException(most);
        }
    }
}

/// <summary>Its message fits after the file's name.</summary>
public sealed class TimeLimitException(TimeSpan most)
    : Exception(
        string.Create(
            CultureInfo.InvariantCulture,
            $"was not analysed within {most.TotalSeconds} s. Split the file, or give it more time (--max-seconds, "
                + $"topology.checker.maxSeconds)"
        )
    );
