using TopologyLang.Architecture.Tests.Arrows;

namespace TopologyLang.Architecture.Tests;

/// <summary>What counts as the use of a type, shown on small sources.</summary>
public class ArrowFinderTests
{
    [Theory]
    [InlineData("a type", "class User { private Used? used; }")]
    [InlineData("a base class", "class User : Used;")]
    [InlineData("a type argument", "class User { private List<Used> list = []; }")]
    [InlineData("an attribute", "[UsedTag] class User;")]
    [InlineData("a constant", "class User { private const int Two = Used.One + 1; }")]
    [InlineData("nameof", "class User { private string name = nameof(Used); }")]
    [InlineData("a type in the documentation only", "/// <summary><see cref=\"Used\"/></summary>\nclass User;", false)]
    [InlineData("a static method", "class User { private int two = Used.Twice(1); }")]
    [InlineData("a static method through using static", "using static Room.Used; class User { int two = Twice(1); }")]
    [InlineData("a nested type", "class User { private Used.Inner? inner; }")]
    [InlineData("an extension method", "class User { private int two = 1.Doubled(); }")]
    [InlineData("a property of an extension", "class User { private bool even = 1.IsEven; }")]
    [InlineData("a member of a result", "class User { private int Of(Maker maker) => maker.Make().Size; }")]
    [InlineData("var", "class User { private void Of(Maker maker) { var made = maker.Make(); } }")]
    [InlineData("an alias", "using Thing = Room.Used; class User { private Thing? thing; }")]
    [InlineData("an element of an enumeration", "class User { private object colour = Used.Colour.Red; }")]
    [InlineData("what only sounds the same", "class User { private int Size; private int Doubled() => Size; }", false)]
    public void A_file_uses_a_type_by(string what, string text, bool uses = true)
    {
        const string Used = """
            namespace Room;
            static class Extensions
            {
                public static int Doubled(this int value) => 2 * value;
                extension(int value) { public bool IsEven => value % 2 == 0; }
            }
            class UsedTagAttribute : System.Attribute;
            class Used
            {
                public const int One = 1;
                public int Size => 0;
                public static int Twice(int value) => 2 * value;
                public class Inner;
                public enum Colour { Red }
            }
            """;
        var compiled = SourceProject.Compile(
            "Made",
            [
                ("Room/Used.cs", Used),
                ("Room/Maker.cs", "namespace Room; class Maker { public Used Make() => new(); }"),
                ("Room/User.cs", text.Insert(UsingsEnd(text), "namespace Room { ") + " }"),
            ]
        );

        var arrows = ArrowFinder
            .Find([compiled])
            .Arrows.Where(arrow => arrow is { From: "Room/User.cs", To: "Room/Used.cs" });

        Assert.True(arrows.Any() == uses, what);
    }

    [Fact]
    public void An_arrow_names_the_outermost_type_and_the_line()
    {
        var arrow = Assert.Single(
            Between(("A.cs", "class A\n{\n  B.C.D d;\n}"), ("B.cs", "class B { class C { class D; } }"))
        );

        Assert.Equal("A.cs:3 uses B of B.cs", arrow.ToString());
    }

    [Fact]
    public void An_arrow_leads_into_another_project()
    {
        var below = SourceProject.Compile("Below", [("Below/B.cs", "public record B(int Size);")]);
        var above = SourceProject.Compile("Above", [("Above/A.cs", "class A { int Of(B b) => b.Size; }")], below);

        Assert.Equal(
            ["Above/A.cs:1 uses B of Below/B.cs"],
            ArrowFinder.Find([below, above]).Arrows.Select(arrow => arrow.ToString())
        );
    }

    [Fact]
    public void A_name_without_a_meaning_is_told()
    {
        var search = ArrowFinder.Find([
            SourceProject.Compile(
                "Made",
                [("A.cs", "class A { int x = Missing.Size; }"), ("B.cs", "class B { int Size; }")]
            ),
        ]);

        Assert.Equal(["A.cs:1: Size"], search.NotUnderstood);
    }

    [Fact]
    public void A_circle_is_told_by_its_shortest_way()
    {
        var arrows = Between(
            ("A.cs", "class A { B b; }"),
            ("B.cs", "class B { C c; }"),
            ("C.cs", "class C { A a; D d; }"),
            ("D.cs", "class D { C c; E e; }"),
            ("E.cs", "class E;")
        );

        var circle = Assert.Single(Circles.Shortest(arrows));

        Assert.Equal(["C.cs:1 uses D of D.cs", "D.cs:1 uses C of C.cs"], circle.Select(arrow => arrow.ToString()));
        Assert.Equal(4, Assert.Single(Circles.Knots(arrows)).Count);
    }

    [Fact]
    public void Arrows_that_only_lead_down_make_no_circle() =>
        Assert.Empty(
            Circles.Shortest(
                Between(("A.cs", "class A { B b; C c; }"), ("B.cs", "class B { C c; }"), ("C.cs", "class C;"))
            )
        );

    [Fact]
    public void Two_folders_use_each_other_through_different_files()
    {
        var pair = Assert.Single(
            Folders.Pairs(
                Between(
                    ("Top/A.cs", "class A { B b; }"),
                    ("Low/B.cs", "class B;"),
                    ("Low/C.cs", "class C { D d; }"),
                    ("Top/D.cs", "class D;")
                )
            )
        );

        Assert.Equal(
            ["Low/C.cs:1 uses D of Top/D.cs", "Top/A.cs:1 uses B of Low/B.cs"],
            new[] { pair.There, pair.Back }.Select(arrow => arrow.ToString())
        );
    }

    [Fact]
    public void A_folder_inside_another_is_a_folder_of_its_own() =>
        Assert.Single(Folders.Pairs(Between(("Top/A.cs", "class A { B b; }"), ("Top/In/B.cs", "class B { A a; }"))));

    private static IReadOnlyList<Arrow> Between(params (string Path, string Text)[] files) =>
        ArrowFinder.Find([SourceProject.Compile("Made", files)]).Arrows;

    private static int UsingsEnd(string text) =>
        text.StartsWith("using ", StringComparison.Ordinal) ? text.IndexOf(';', StringComparison.Ordinal) + 1 : 0;
}
