using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Queries;

public sealed class NameTests
{
    [Theory]
    [InlineData("device ig¦pu behind", 5)]
    [InlineData("attach = [ig¦pu]", 5)]
    [InlineData("buffer f¦b = 4KiB", 3)]
    [InlineData("run fl¦ip", 2)]
    [InlineData("scenario d¦ay {", 1)]
    public void A_thing_is_found_wherever_it_stands(string marked, int places)
    {
        var cursor = At(marked);

        var binding = cursor.Bind();
        var named = NameQuery.At(binding, "a.topo", cursor.Offset)!;
        var found = NameQuery.Places(binding, named);

        Assert.All(
            found,
            place => Assert.Equal(named.Name, cursor.Text.Substring(place.Where.Span.Start, place.Where.Span.Length))
        );
        Assert.Equal(places, found.Length);
        Assert.Single(found, place => place.IsDeclaration);
    }

    [Fact]
    public void A_built_in_program_speaks_of_its_device()
    {
        var cursor = Cursor.Parse(
            """
            host h { }
            iommu i on h { }
            device n¦ic behind i { bus = pcie 0000:01:00.0 }
            domain s on h { api = vfio_type1  attach = [nic] }
            expect nic-page-recycle coherent
            """
        );
        var binding = cursor.Bind();

        var places = NameQuery.Places(binding, NameQuery.At(binding, "a.topo", cursor.Offset)!);

        Assert.Equal(
            ["nic", "nic", "nic"],
            places.Select(place => cursor.Text.Substring(place.Where.Span.Start, place.Where.Span.Length))
        );
        Assert.StartsWith("nic-page", cursor.Text[places[2].Where.Span.Start..]);
    }

    [Theory]
    [InlineData("device ig¦pu behind", "gpu0", null)]
    [InlineData("device ig¦pu behind", "igpu", null)]
    [InlineData("device ig¦pu behind", "vm", null)]
    [InlineData("device ig¦pu behind", "nic", "already")]
    [InlineData("device ig¦pu behind", "0gpu", "starts with a letter")]
    [InlineData("device ig¦pu behind", "a b", "is no name")]
    [InlineData("device ig¦pu behind", "", "is no name")]
    [InlineData("buffer f¦b = 4KiB", "frame", null)]
    public void A_new_name_must_be_a_name_that_is_free(string marked, string newName, string? problem)
    {
        var cursor = At(marked);
        var binding = cursor.Bind();

        var found = Renaming.Problem(binding, NameQuery.At(binding, "a.topo", cursor.Offset)!, newName);

        Assert.True(
            problem is null ? found is null : found?.Contains(problem, StringComparison.Ordinal) == true,
            found
        );
    }

    [Fact]
    public void What_ships_with_the_product_keeps_its_name()
    {
        var library = Library.Templates[0];

        Assert.Contains("ships with the product", Renaming.Refusal(new Named(library, null)));
        Assert.NotNull(Renaming.Refusal(null));
    }

    [Fact]
    public void The_words_of_a_file_are_coloured_in_their_order()
    {
        var cursor = Cursor.Parse(
            "¦device igpu : plain behind gfx { bus = pcie 0000:00:02.0  attach = [a via b] } // end\nexpect igpu in "
                + "box 3\n"
        );

        var tokens = SemanticToken.Of(cursor.Bind(), cursor.Tree, new TextSpan(0, cursor.Text.Length));

        Assert.Equal(
            "device:Keyword igpu:Variable plain:Type behind:Keyword gfx:Struct bus:Property pcie:Keyword "
                + "0000:00:02.0:Number attach:Property a:Variable b:Variable expect:Keyword igpu:Variable in:Keyword "
                + "box:Keyword 3:Number",
            string.Join(
                ' ',
                tokens.Select(token => $"{cursor.Text.Substring(token.Span.Start, token.Span.Length)}:{token.Kind}")
            )
        );
        Assert.True(tokens[1].IsDeclaration);
    }

    private static Cursor At(string marked)
    {
        var plain = marked.Replace("¦", "", StringComparison.Ordinal);
        var start = Cursor.Machine.IndexOf(plain, StringComparison.Ordinal);
        Assert.True(start >= 0, plain);
        return new Cursor(Cursor.Machine, start + marked.IndexOf('¦', StringComparison.Ordinal));
    }
}
