using System.Collections.Immutable;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// Waits for files to change by looking at them: that also works on network and shared folders, where notifications of the system do not
/// arrive.
/// </summary>
internal static class FileStamps
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Completes when one of the files has changed, come or gone, and then stayed the same for one look.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task ChangeAsync(ImmutableArray<string> files, CancellationToken cancellation)
    {
        var first = Of(files);
        var before = first;
        while (true)
        {
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
            var now = Of(files);
            if (!now.SequenceEqual(first) && now.SequenceEqual(before))
            {
                return;
            }

            before = now;
        }
    }

    private static ImmutableArray<(DateTime Written, long Length)> Of(ImmutableArray<string> files) =>
    [
        .. files.Select(file => new FileInfo(file)).Select(file => file.Exists ? (file.LastWriteTimeUtc, file.Length) : default),
    ];
}
