using CsCheck;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

public sealed class FormatterTests
{
    public static TheoryData<string, string> Layouts =>
        new()
        {
            { "host   a{cpus=2 vendor =intel}", "host a { cpus = 2  vendor = intel }\n" },
            { "host a {\ncpus=2\n\n\n\nkernel =   6.8\n}\n", "host a {\n  cpus   = 2\n\n  kernel = 6.8\n}\n" },
            { "host a {\n  cpus = 2 ; vendor = intel\n}", "host a {\n  cpus   = 2\n  vendor = intel\n}\n" },
            { "host a { }", "host a { }\n" },
            { "host a {\n}", "host a {\n}\n" },
            { "\n\n\nhost a { }\n\n\n\nhost b { }\n\n\n", "host a { }\n\nhost b { }\n" },
            { "host a { } host b { }", "host a { }\nhost b { }\n" },
            { "device d:t   behind x{ }", "device d : t behind x { }\n" },
            { "device d\n  behind x\n{ }", "device d behind x { }\n" },
            { "program p in g using a,b { cpu 0 wbinvd }", "program p in g using a, b { cpu 0 wbinvd }\n" },
            { "program p on h { cpu 0 wbinvd; cpu 0 fence }", "program p on h {\n  cpu 0 wbinvd\n  cpu 0 fence\n}\n" },
            { "program p on h { cpu  0   barrier  dma_wmb }", "program p on h { cpu 0 barrier dma_wmb }\n" },
            { "program p on h { cpu 0 doorbell   n   relaxed }", "program p on h { cpu 0 doorbell n relaxed }\n" },
            { "program p on h {\ndma  interrupt\n}", "program p on h {\n  dma interrupt\n}\n" },
            { "program p on h { dma write  b   relaxed }", "program p on h { dma write b relaxed }\n" },
            {
                "program p on h {\nbuffer b=4KiB   wc alias  linear_map // two\n}",
                "program p on h {\n  buffer b = 4KiB wc alias linear_map  // two\n}\n"
            },
            {
                "device d on h { bus=platform reads=pipelined }",
                "device d on h { bus = platform  reads = pipelined }\n"
            },
            { "expect  p   overwritten", "expect p overwritten\n" },
            { "domain d on h { attach=[ a,b ]  map = [ ] }", "domain d on h { attach = [a, b]  map = [] }\n" },
            { "guest g on h { assign = [a   via  b] }", "guest g on h { assign = [a via b] }\n" },
            { "expect   d in  box 3  // why\n", "expect d in box 3  // why\n" },
            { "import   \"a b\"", "import \"a b\"\n" },
            { "import \"a\" /* a */ // b\n", "import \"a\"  /* a */  // b\n" },
            { "import \"a\"; host h { }\n", "import \"a\"; host h { }\n" },
            { "expect d in box 3 /* a */ // b\n", "expect d in box 3  /* a */  // b\n" },
            {
                "// first\n\n\n/// doc\nhost a { }// last\n// end",
                "// first\n\n/// doc\nhost a { }  // last\n// end\n"
            },
            {
                "host a { // why\n// own line\n  cpus = 2 // two\n  vendor = intel // by\n\n  fwb = no // no\n  // "
                    + "end\n}",
                "host a {  // why\n  // own line\n  cpus   = 2      // two\n  vendor = intel  // by\n\n  fwb    = no  "
                    + "// no\n  // end\n}\n"
            },
            { "host a { /* one */ cpus = 2 /* two */ }", "host a { /* one */  cpus = 2  /* two */ }\n" },
            {
                "host a {\n  cpus = /* few */ 2\n  vendor = intel\n}",
                "host a {\n  cpus = /* few */ 2\n  vendor = intel\n}\n"
            },
            {
                "host a {\n  cpus = 2 /* a\n   b */ fwb = no\n}",
                "host a {\n  cpus = 2  /* a\n   b */\n  fwb  = no\n}\n"
            },
            { "host a /* why */ { cpus = 2 }", "host a /* why */ { cpus = 2 }\n" },
            { "host a {\r\n cpus=2\r\n}\r\n", "host a {\r\n  cpus = 2\r\n}\r\n" },
            { "", "" },
            { "// only\n", "// only\n" },
            { "host   a { cpus = }\nhost   b { }", "host   a { cpus = }\nhost b { }\n" },
            { "hots   a { }   \n\n\n\nhost  b { }\n", "hots   a { }   \n\nhost b { }\n" },
        };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_text_has_one_layout(string text, string formatted)
    {
        Assert.Equal(formatted, Format(text));
        Assert.Equal(formatted, Format(formatted));
    }

    [Fact]
    public void A_block_on_one_line_that_does_not_fit_is_broken_up()
    {
        var text =
            "host a { vendor = intel  kernel = 6.8  cpus = 4  firmware = acpi  memory = 64GiB  self_snoop = yes  fwb = "
            + "no }";
        var formatted = Format(text);
        Assert.StartsWith("host a {\n  vendor     = intel\n", formatted, StringComparison.Ordinal);
        Assert.Equal(formatted, Format(formatted));
    }

    [Fact]
    public void Random_damage_keeps_its_meaning_and_its_comments_and_has_one_layout() =>
        RandomEdit
            .Some([
                " ",
                "\n",
                "\n\n\n",
                " /* c */ ",
                " // c\n",
                "\t",
                ";",
                "}",
                "{",
                "\nhost b { cpus = 3 }",
                "\n/// d\n",
                "\r\n",
            ])
            .Sample(
                edits =>
                {
                    var damaged = edits.Aggregate(
                        Sample.Parse(Sample.Workstation),
                        (tree, edit) => tree.WithChange((edit with { Removed = 0 }).In(tree.Text.Length))
                    );
                    var formatted = Format(damaged.Text.Content);
                    Assert.Equal(formatted, Format(formatted));
                    Assert.Equal(Meaning(damaged), Meaning(Sample.Parse(formatted)));
                    Assert.Equal(Comments(damaged), Comments(Sample.Parse(formatted)));
                },
                iter: 10 * RandomEdit.Texts
            );

    private static string Format(string text) => Formatter.Format(Sample.Parse(text));

    private static IEnumerable<string> Meaning(SyntaxTree tree) =>
        tree.Declarations.Select(declaration => TreeDump.Meaning(declaration.Syntax));

    private static IEnumerable<string> Comments(SyntaxTree tree) =>
        from declaration in tree.Declarations.Append(tree.End)
        from trivia in declaration.Syntax.Trivia
        where trivia.Kind != TriviaKind.BlankLine
        select declaration.Syntax.Text.Substring(trivia.Span.Start, trivia.Span.Length).TrimEnd();
}
