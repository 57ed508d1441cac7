namespace TopologyLang.Benchmarks;

/// <summary>The text between two places, counted from 0, becomes another one.</summary>
public sealed record Edit(int StartLine, int StartCharacter, int EndLine, int EndCharacter, string Text)
{
    /// <summary>
    /// What somebody does in the middle of a file: mends a program and breaks it again, mistypes a word and corrects
    /// it.
    /// </summary>
    public static Edit[] CycleIn(string text)
    {
        var lines = text.Split('\n');
        var fence = Array.FindIndex(
            lines,
            lines.Length / 2,
            line => line.Contains("cpu 0 fence", StringComparison.Ordinal)
        );
        var device = Array.FindIndex(
            lines,
            lines.Length / 2,
            line => line.StartsWith("device ", StringComparison.Ordinal)
        );
        return
        [
            new Edit(fence, 0, fence, 0, "  cpu 0 wbinvd\n"),
            new Edit(fence, 0, fence + 1, 0, ""),
            new Edit(device, 3, device, 3, "x"),
            new Edit(device, 3, device, 4, ""),
        ];
    }
}
