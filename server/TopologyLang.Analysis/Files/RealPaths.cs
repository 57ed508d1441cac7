namespace TopologyLang.Analysis.Files;

/// <summary>
/// Where a path really leads. Every part is followed as the system does it: a link may lead through other links, and
/// <c>..</c> counts from where those led.
/// </summary>
public static class RealPaths
{
    /// <summary>As many as Linux follows. Source: Linux include/linux/namei.h, MAXSYMLINKS.</summary>
    private const int MostLinks = 40;

    /// <param name="path">Need not exist: what is not there is no link.</param>
    /// <returns>Absolute and without links; null where they lead in a circle.</returns>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full) ?? "";
        var rest = new Stack<string>();
        Push(rest, full[real.Length..]);
        for (var links = 0; rest.TryPop(out var part); )
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (LinkTarget(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            var root = Path.GetPathRoot(target) ?? "";
            real = root.Length > 0 ? root : real;
            Push(rest, target[root.Length..]);
        }

        return real;
    }

    /// <summary>
    /// By the names alone. Where a system takes two names of different case for one file, the other spelling counts as
    /// outside.
    /// </summary>
    /// <param name="root">Without links, as is the path.</param>
    /// <param name="separator">Of folders.</param>
    public static bool IsInside(string root, string path, char separator) =>
        path == root || path.StartsWith(root.EndsWith(separator) ? root : root + separator, StringComparison.Ordinal);

    private static void Push(Stack<string> rest, string parts)
    {
        foreach (
            var part in parts
                .Split(
                    [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar],
                    StringSplitOptions.RemoveEmptyEntries
                )
                .Reverse()
        )
        {
            if (part != ".")
            {
                rest.Push(part);
            }
        }
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
