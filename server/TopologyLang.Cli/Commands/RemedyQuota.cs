namespace TopologyLang.Cli.Commands;

/// <summary>
/// Shares out a number of findings among files, in the order of the files, whichever is analysed first: so what is
/// printed does not depend on chance. A file that fails ends the check, and those after it get no answer.
/// </summary>
internal sealed class RemedyQuota
{
    /// <summary>What each file leaves to the next one, from what the first gets on.</summary>
    private readonly TaskCompletionSource<int>[] left;

    public RemedyQuota(int findings, int files)
    {
        left =
        [
            .. Enumerable
                .Range(0, files + 1)
                .Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)),
        ];
        left[0].SetResult(findings);
    }

    /// <returns>How many the file gets.</returns>
    /// <exception cref="OperationCanceledException"/>
    public async Task<int> TakeAsync(int file, int wanted, CancellationToken cancellation)
    {
        var before = await left[file].Task.WaitAsync(cancellation).ConfigureAwait(false);
        var taken = Math.Min(before, wanted);
        left[file + 1].SetResult(before - taken);
        return taken;
    }
}
