using TopologyLang.Architecture.Tests.Arrows;

namespace TopologyLang.Architecture.Tests;

/// <summary>
/// Whoever opens a file of the server can read it with what lies below it and need not know what lies above. No file
/// and no folder is excepted.
/// </summary>
public class ArrowTests
{
    [Fact]
    public void Every_name_in_the_sources_is_understood() =>
        Assert.True(ServerCode.NotUnderstood.Count == 0, string.Join("\n", ServerCode.NotUnderstood));

    [Fact]
    public void No_files_use_each_other_in_a_circle()
    {
        var circles = Circles.Shortest(ServerCode.Arrows).Select(Told).ToList();

        Assert.True(circles.Count == 0, string.Join("\n\n", circles));
    }

    [Fact]
    public void No_two_folders_use_each_other()
    {
        var pairs = Folders
            .Pairs(ServerCode.Arrows)
            .Select(pair =>
                $"{pair.There.FromFolder} and {pair.There.ToFolder} use each other:\n  {pair.There}\n  {pair.Back}"
            )
            .ToList();

        Assert.True(pairs.Count == 0, string.Join("\n", pairs));
    }

    [Fact]
    public void No_folders_use_each_other_in_a_circle()
    {
        var between = Folders.Arrows(ServerCode.Arrows);
        var shownBy = between.ToDictionary(pair => pair.Folders, pair => pair.Files);
        var circles = Circles
            .Shortest(between.Select(pair => pair.Folders))
            .Select(circle => Told([.. circle.Select(arrow => shownBy[arrow])]))
            .ToList();

        Assert.True(circles.Count == 0, string.Join("\n\n", circles));
    }

    private static string Told(IReadOnlyList<Arrow> circle) =>
        $"A circle of {circle.Count}:\n  {string.Join("\n  ", circle)}";
}
