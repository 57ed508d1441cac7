namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>The arrows between folders: those between their files, each pair of folders once.</summary>
internal static class Folders
{
    /// <summary>An arrow for each pair of folders, with the arrow between two files that shows it.</summary>
    public static IReadOnlyList<(Arrow Folders, Arrow Files)> Arrows(IEnumerable<Arrow> arrows) =>
        [
            .. arrows
                .Where(arrow => arrow.FromFolder != arrow.ToFolder)
                .DistinctBy(arrow => (arrow.FromFolder, arrow.ToFolder))
                .Select(arrow => (arrow with { From = arrow.FromFolder, To = arrow.ToFolder }, arrow)),
        ];

    /// <summary>Two folders that use each other, with the two arrows that show it.</summary>
    public static IEnumerable<(Arrow There, Arrow Back)> Pairs(IEnumerable<Arrow> arrows)
    {
        var between = Arrows(arrows).ToDictionary(pair => (pair.Folders.From, pair.Folders.To), pair => pair.Files);
        return from pair in between
            where string.CompareOrdinal(pair.Key.From, pair.Key.To) < 0
            where between.ContainsKey((pair.Key.To, pair.Key.From))
            select (pair.Value, between[(pair.Key.To, pair.Key.From)]);
    }
}
