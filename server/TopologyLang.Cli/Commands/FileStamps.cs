using System.Collections.Immutable;
using TopologyLang.Analysis.Files;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// Waits for files to change by looking at them: that also works on network and shared folders, where notifications of
/// the system do not arrive.
/// </summary>
internal static class FileStamps
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Completes when one of the files is not any more what was read of it, and then stayed the same for one look. A
    /// file may have been saved since it was read and before the first look at it, so that look compares the text
    /// itself.
    /// </summary>
    /// <param name="read">By path the text that was read; null where it could not be.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task ChangeAsync(ImmutableDictionary<string, string?> read, CancellationToken cancellation)
    {
        ImmutableArray<string> files = [.. read.Keys];
        var first = Of(files);
        var outdated = read.Any(file => FileSource.Read(file.Key).Text?.Content != file.Value);
        var before = first;
        while (true)
        {
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
            var now = Of(files);
            if ((outdated || !now.SequenceEqual(first)) && now.SequenceEqual(before))
            {
                return;
            }

            before = now;
        }
    }

    private static ImmutableArray<(DateTime Written, long Length)> Of(ImmutableArray<string> files) =>
        [
            .. files
                .Select(file => new FileInfo(file))
                .Select(file => file.Exists ? (file.LastWriteTimeUtc, file.Length) : default),
        ];
}
