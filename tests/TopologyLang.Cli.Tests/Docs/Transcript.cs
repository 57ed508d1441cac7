namespace TopologyLang.Cli.Tests.Docs;

/// <summary>
/// What a document quotes of an output: every line of it, in its place; a line <c>...</c> stands for lines that are
/// left out.
/// </summary>
internal static class Transcript
{
    public static bool Shows(string printed, string quoted) => Matches(printed.Split('\n'), quoted.Split('\n'));

    private static bool Matches(ReadOnlySpan<string> printed, ReadOnlySpan<string> quoted)
    {
        if (quoted.IsEmpty)
        {
            return printed.IsEmpty;
        }

        if (quoted[0] != "...")
        {
            return !printed.IsEmpty && printed[0] == quoted[0] && Matches(printed[1..], quoted[1..]);
        }

        for (var skipped = 1; skipped <= printed.Length; skipped++)
        {
            if (Matches(printed[skipped..], quoted[1..]))
            {
                return true;
            }
        }

        return false;
    }
}
