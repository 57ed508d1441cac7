using TopologyLang.Analysis.Pipeline;

namespace TopologyLang.Analysis.Tests;

public class TimeLimitTests
{
    [Fact]
    public void What_ends_in_time_is_the_result() =>
        Assert.Equal(5, TimeLimit.Run(TimeSpan.FromMinutes(1), _ => 5, CancellationToken.None));

    [Fact]
    public void What_does_not_is_given_up() =>
        Assert.Throws<TimeLimitException>(() =>
            TimeLimit.Run(TimeSpan.FromMilliseconds(10), Endless, CancellationToken.None)
        );

    [Fact]
    public void Who_cancels_it_is_not_told_of_a_limit()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TimeLimit.Run(TimeSpan.FromMinutes(1), Endless, cancelled.Token)
        );
    }

    private static int Endless(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne();
        cancellation.ThrowIfCancellationRequested();
        return 0;
    }
}
