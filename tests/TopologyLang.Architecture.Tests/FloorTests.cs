using TopologyLang.Architecture.Tests.Arrows;

namespace TopologyLang.Architecture.Tests;

/// <summary>The floors of the server's folders, and their picture in docs/architecture.md.</summary>
[Collection(SourceLinkTests.Writing)]
public class FloorTests
{
    private const string Begin = "<!-- floors: `npm run floors` writes what follows -->\n";
    private const string End = "<!-- end of floors -->\n";

    private static readonly string Document = Path.Combine(RepositoryRoot.Path, "docs", "architecture.md");

    private static readonly Lazy<Floors> Server = new(() => new Floors(ServerCode.Files, ServerCode.Arrows));

    [Fact]
    public void Every_arrow_between_folders_leads_to_a_lower_floor()
    {
        var level = Folders
            .Arrows(ServerCode.Arrows)
            .Where(pair => Server.Value.Of(pair.Folders.From) <= Server.Value.Of(pair.Folders.To))
            .Select(pair => pair.Files.ToString())
            .ToList();

        Assert.True(level.Count == 0, string.Join("\n", level));
    }

    [Fact]
    public void The_picture_of_the_floors_shows_the_code()
    {
        var text = File.ReadAllText(Document);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var expected = $"\n```\n{Server.Value.Picture()}```\n\n";
        if (Environment.GetEnvironmentVariable("TOPO_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Document, text[..begin] + expected + text[end..]);
            return;
        }

        Assert.Equal(expected, text[begin..end]);
    }

    [Fact]
    public void A_folder_stands_above_the_highest_that_it_uses()
    {
        var floors = FloorsOf(
            ("Cli/Main.cs", "class Main { Rule r; Word w; }"),
            ("Rules/Rule.cs", "class Rule { Word w; }"),
            ("Words/Word.cs", "class Word;"),
            ("Alone/Alone.cs", "class Alone;")
        );

        Assert.Equal(" 3  Cli\n 2  Rules\n 1  Alone   Words\n", floors.Picture());
    }

    [Fact]
    public void Folders_that_use_each_other_share_a_floor()
    {
        var floors = FloorsOf(
            ("Top/A.cs", "class A { B b; }"),
            ("Low/B.cs", "class B { A a; C c; }"),
            ("Ground/C.cs", "class C;")
        );

        Assert.Equal((2, 2, 1), (floors.Of("Top"), floors.Of("Low"), floors.Of("Ground")));
    }

    private static Floors FloorsOf(params (string Path, string Text)[] files) =>
        new(files.Select(file => file.Path), ArrowFinder.Find([SourceProject.Compile("Made", files)]).Arrows);
}
