using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Queries;

/// <summary>Folding, selecting, outlining, signatures and the edits of the formatter.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Blocks_comments_and_imports_fold()
    {
        var tree = Sample.Parse(
            """
            import "a.topo"
            import "b.topo"

            // one
            // two
            host h {
              cpus = 2
            }
            /* a
               b */
            host one { }
            host open {
              cpus = 1
            """
        );

        Assert.Equal(
            ["0-1 Imports", "5-6 Region", "3-4 Comment", "8-9 Comment"],
            Folding.Of(tree).Select(fold => $"{fold.StartLine}-{fold.EndLine} {fold.Kind}")
        );
    }

    [Fact]
    public void A_selection_grows_from_the_word_to_the_file()
    {
        var cursor = Cursor.Parse(
            "host h { }\n// about it\nguest g on h {\n  assign = [a via b¦, c via d]\n  vcpus = 2\n}\n"
        );

        var grown = SelectionQuery
            .At(cursor.Tree, cursor.Offset)
            .Select(span => cursor.Text.Substring(span.Start, span.Length))
            .ToList();

        Assert.Equal("b", grown[0]);
        Assert.Equal("a via b", grown[1]);
        Assert.Equal("[a via b, c via d]", grown[2]);
        Assert.Equal("assign = [a via b, c via d]", grown[3]);
        Assert.Equal("\n  assign = [a via b, c via d]\n  vcpus = 2\n", grown[4]);
        Assert.StartsWith("guest g", grown[5]);
        Assert.StartsWith("// about it", grown[6]);
        Assert.Equal(cursor.Text, grown[7]);
    }

    [Fact]
    public void An_outline_has_the_declarations_and_their_parts()
    {
        var items = OutlineItem.Of(Sample.Parse(Cursor.Machine + "expect igpu in  box 3\nnonsense x { }\n"));

        Assert.Equal(
            [
                "Host desk",
                "Iommu gfx",
                "Device igpu",
                "Device nic",
                "Domain space",
                "Guest vm",
                "Program flip",
                "Scenario day",
                "Expect expect igpu in box 3",
            ],
            items.Select(item => $"{item.Kind} {item.Name}")
        );
        Assert.Equal("behind gfx", items[2].Detail);
        Assert.Equal(["bus", "no_snoop"], items[2].Children.Select(child => child.Name));
        Assert.Equal(["fb"], items[6].Children.Select(child => child.Name));
        Assert.Equal(["attach igpu to space", "run flip"], items[7].Children.Select(child => child.Name));
    }

    [Theory]
    [InlineData("program p in vm using igpu {\n  cpu 0 write ¦", "cpu {cpu} write {buffer}", 3)]
    [InlineData("program p in vm using igpu {\n  buffer b = ¦", "buffer {new} = {size} {type}", 3)]
    [InlineData("scenario s {\n  attach igpu ¦", "attach {device} to {domain}", 2)]
    [InlineData("device d behind i { ats = ¦", "ats = yes|no", 0)]
    [InlineData("device d behind i { no_snoop = u¦", "no_snoop = hardwired_zero|disabled|enabled|used", 0)]
    [InlineData("expect attach igpu to space ¦", "expect attach {device} to {domain} ok", 5)]
    [InlineData("host h { } ¦", null, 0)]
    public void The_form_of_what_is_typed_is_shown_with_its_next_part(string text, string? label, int active)
    {
        var cursor = Cursor.Parse(text);

        var found = SignatureQuery.At(cursor.Tree, cursor.Offset);

        Assert.Equal(label, found?.Signatures[0].Label);
        Assert.Equal(active, found?.Active ?? 0);
    }

    [Theory]
    [InlineData("host   h  {cpus=2}\n")]
    [InlineData("host h {\ncpus=2;  memory   = 4GiB ; }   // c\n\n\n\niommu i on h{}")]
    [InlineData("// a\n\n\n// b\nhost h { }\n  expect   a in box   3\n")]
    [InlineData("host h { // first\n cpus = 2 /* x */ memory = 1GiB\n}\n")]
    public void The_edits_make_the_formatted_text(string text)
    {
        var tree = Sample.Parse(text);
        var edited = tree.Text;
        foreach (var edit in FormattingEdits.Of(tree).Reverse())
        {
            edited = edited.WithChange(edit);
        }

        Assert.Equal(Formatter.Format(tree), edited.Content);
    }

    [Fact]
    public void Edits_are_small_and_only_those_of_the_range_are_made()
    {
        var tree = Sample.Parse("host  a { }\nhost  b { }\n");

        Assert.Equal(
            [new TextChange(new TextSpan(4, 2), " "), new TextChange(new TextSpan(16, 2), " ")],
            FormattingEdits.Of(tree).ToList()
        );
        Assert.Equal(
            [new TextChange(new TextSpan(16, 2), " ")],
            FormattingEdits.Of(tree, new TextSpan(14, 3)).ToList()
        );
        Assert.Equal([new TextChange(new TextSpan(4, 2), " ")], FormattingEdits.AfterBrace(tree, 11).ToList());
    }

    [Theory]
    [InlineData("host h {\n¦\n}", "  ")]
    [InlineData("host h {\n  ¦\n}", null)]
    [InlineData("host h {\n    ¦}", "")]
    [InlineData("host h { }\n  ¦", "")]
    [InlineData("host h {\n¦", "  ")]
    public void A_new_line_is_indented_as_its_block_asks(string text, string? indent)
    {
        var cursor = Cursor.Parse(text);

        var edits = FormattingEdits.AfterNewline(cursor.Tree, cursor.Offset);

        Assert.Equal(indent, edits.IsEmpty ? null : edits[0].NewText);
    }
}
