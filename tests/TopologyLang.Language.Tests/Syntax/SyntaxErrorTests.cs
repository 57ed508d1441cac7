using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

/// <summary>One mistake gives one message at its own place; the messages are in the order of the marks.</summary>
public sealed class SyntaxErrorTests
{
    public static TheoryData<string, string[]> Mistakes =>
        new()
        {
            { "⟦hots⟧ a { cpus = 1 }", ["TOPO1006 `hots` starts no declaration: did you mean `host`? -> host"] },
            {
                "⟦kitchen⟧ a { cpus = 1 }",
                [
                    "TOPO1006 `kitchen` starts no declaration: expected `import`, `host`, `iommu`, `device`, `domain`, "
                        + "`guest`, `program`, `scenario`, `template` or `expect`",
                ]
            },
            { "host ⟦{⟧ cpus = 1 }", ["TOPO1007 expected a name after `host`, found `{`"] },
            {
                "host a ⟦cpus⟧ = 1 }",
                ["TOPO1007 expected `on`, `behind`, `in`, `using` or `{` after `a`, found `cpus`"]
            },
            {
                "iommu i ⟦onn⟧ h { }",
                [
                    "TOPO1007 expected `on`, `behind`, `in`, `using` or `{` after `i`, found `onn`; did you mean `on`? "
                        + "-> on",
                ]
            },
            {
                "device d : ⟦{⟧ }",
                ["TOPO1007 expected the name of a template, or the kind that a template is for after `:`, found `{`"]
            },
            { "host ⟦a⟧", ["TOPO1007 expected `on`, `behind`, `in`, `using` or `{` after `a`"] },
            {
                "host a ⟦{⟧\n  cpus = 1\n",
                ["TOPO1008 this block is never closed: expected `}` at the end of the host"]
            },
            { "host a { cpus = 1 }\n⟦}⟧\n", ["TOPO1009 this `}` closes no block"] },
            { "host a { cpus ⟦1⟧ }", ["TOPO1010 expected `=` after `cpus`, found `1`: write `cpus = 1` -> = 1"] },
            {
                "host a { memory = 4GiB  cpus ⟦2⟧ }",
                ["TOPO1010 expected `=` after `cpus`, found `2`: write `cpus = 2` -> = 2"]
            },
            {
                "host a { vendor = intel ⟦amd⟧ cpus = 2 }",
                ["TOPO1010 expected the next `name = value` or the end of the line, found `amd`"]
            },
            {
                "domain d on a { attach ⟦[⟧x] }",
                ["TOPO1010 expected `=` after `attach`, found `[`: write `attach = [...]` -> = ["]
            },
            { "host a { ⟦=⟧ 1 }", ["TOPO1010 expected a property name, found `=`"] },
            { "host a { cpus ⟦=⟧ }", ["TOPO1011 expected a value after `=`"] },
            { "host a { cpus = ⟦vendor⟧ = intel }", ["TOPO1011 expected a value after `=`, found `vendor`"] },
            { "host a { cpus = ⟦]⟧ }", ["TOPO1011 expected a value after `=`, found `]`"] },
            {
                "host a { memory = ⟦4GB⟧ }",
                [
                    "TOPO1011 expected a number, a size such as 4KiB or a version such as 6.8 after `=`, found `4GB`; "
                        + "did you mean `4GiB`? -> 4GiB",
                ]
            },
            {
                "host a { kernel = ⟦6.8.0-45-generic⟧ }",
                [
                    "TOPO1011 expected a number, a size such as 4KiB or a version such as 6.8 after `=`, found "
                        + "`6.8.0-45-generic`; did you mean `\"6.8.0-45-generic\"`? -> \"6.8.0-45-generic\"",
                ]
            },
            {
                "host a { cpus = 1 ⟦2⟧ }",
                ["TOPO1010 expected the next `name = value` or the end of the line, found `2`"]
            },
            {
                "device d on a { bus = pcie ⟦platform⟧ }",
                ["TOPO1011 expected a PCI address such as 0000:00:02.0 after `pcie`, found `platform`"]
            },
            { "domain d on a { attach = [x, ⟦]⟧ }", ["TOPO1011 expected a value after `,`, found `]`"] },
            { "domain d on a { attach = [x ⟦y⟧] }", ["TOPO1011 expected `,` or `]` after `x`, found `y`"] },
            { "domain d on a { attach = [⟦x⟧\n}", ["TOPO1011 expected `,` or `]` after `x`"] },
            { "host a { cpus = ⟦@⟧ }", ["TOPO1005 `@` has no meaning here: expected a value after `=`"] },
            {
                "host a { vendor = ⟦\"intel }⟧\n}",
                ["TOPO1004 this string is never closed: expected `\"` before the end of the line"]
            },
            { "host a { } ⟦/*⟧ never\nhost b { }", ["TOPO1003 this comment is never closed: expected `*/`"] },
            {
                "host a { ⟦device⟧ d on a { bus = platform } cpus = 1 }",
                ["TOPO1015 a device cannot stand inside a host: close the host with `}` first"]
            },
            { "import ⟦parts⟧", ["TOPO1014 expected a path in quotes after `import`, found `parts`"] },
            { "import \"a\" ⟦b⟧", ["TOPO1014 expected the end of the line, found `b`"] },
            { "import \"a\"⟦;⟧ host h { }", ["TOPO1014 expected the end of the line, found `;`"] },
            { "import \"a\"⟦;⟧", ["TOPO1014 expected the end of the line, found `;`"] },
            { "import \"a\" ⟦}⟧", ["TOPO1014 expected the end of the line, found `}`"] },
            { "import \"a\" ⟦import⟧ \"b\"", ["TOPO1014 expected the end of the line, found `import`"] },
            { "import \"a\" /* b\n */ ⟦host⟧ h { }", ["TOPO1014 expected the end of the line, found `host`"] },
            { "expect d in box 3 /* b\n */ ⟦host⟧ h { }", ["TOPO1013 expected the end of the line, found `host`"] },
            { "expect d in box 3⟦;⟧ host h { }", ["TOPO1013 expected the end of the line, found `;`"] },
            { "program p on h {\n  cpu 0 ⟦write⟧\n}", ["TOPO1012 expected a buffer name after `write`"] },
            {
                "program p on h {\n  dma read b ⟦nosnoop⟧\n}",
                [
                    "TOPO1012 expected `no_snoop` or the end of the line after `b`, found `nosnoop`; did you mean "
                        + "`no_snoop`? -> no_snoop",
                ]
            },
            {
                "program p on h {\n  ⟦recycel⟧ b\n}",
                [
                    "TOPO1012 expected `buffer`, `cpu`, `host`, `dma`, `sync_for_device`, `sync_for_cpu` or `recycle`, "
                        + "found `recycel`; did you mean `recycle`? -> recycle",
                ]
            },
            {
                "program p on h {\n  buffer b = 4KiB ⟦wbb⟧\n}",
                [
                    "TOPO1012 expected `wb`, `wt`, `wc`, `uc`, `normal_nc` or `device` after `4KiB`, found `wbb`; did "
                        + "you mean `wb`? -> wb",
                ]
            },
            {
                "program p on h {\n  dma ⟦reed⟧ b\n}",
                [
                    "TOPO1012 expected `read`, `write`, `wait` or `interrupt` after `dma`, found `reed`; did you mean "
                        + "`read`? -> read",
                ]
            },
            {
                "program p on h {\n  buffer b = ⟦99999999999GiB⟧ wb\n}",
                ["TOPO1012 `99999999999GiB` is too large: a number or size must be below 2 to the power of 64"]
            },
            {
                "host a { memory = ⟦99999999999999999999⟧ }",
                ["TOPO1011 `99999999999999999999` is too large: a number or size must be below 2 to the power of 64"]
            },
            { "scenario s {\n  attach a ⟦from⟧ b\n}", ["TOPO1012 expected `to` after `a`, found `from`"] },
            {
                "scenario s {\n  upgrade h to ⟦6⟧\n}",
                ["TOPO1012 expected a kernel version such as 6.8 after `to`, found `6`"]
            },
            {
                "expect d in ⟦boxx⟧ 3",
                ["TOPO1013 expected `box` after `in`, found `boxx`; did you mean `box`? -> box"]
            },
            {
                "expect attach d to s fails ⟦einval⟧",
                ["TOPO1013 expected an errno such as EINVAL after `fails`, found `einval`"]
            },
            { "host /* c */ ⟦{⟧ }", ["TOPO1007 expected a name after `host`, found `{`"] },
            { "host a { cpus = /* c */ ⟦]⟧ }", ["TOPO1011 expected a value after `=`, found `]`"] },
            { "host ⟦a⟧ /* c */", ["TOPO1007 expected `on`, `behind`, `in`, `using` or `{` after `a`"] },
            { "domain d on a { attach = [x /* // */ ⟦y⟧] }", ["TOPO1011 expected `,` or `]` after `x`, found `y`"] },
            { "program p on h {\n  cpu 0 ⟦write⟧ /* c */\n}", ["TOPO1012 expected a buffer name after `write`"] },
            {
                "program p on h {\n  dma /* c */ ⟦reed⟧ b\n}",
                [
                    "TOPO1012 expected `read`, `write`, `wait` or `interrupt` after `dma`, found `reed`; did you mean "
                        + "`read`? -> read",
                ]
            },
            { "⟦%⟧ x", ["TOPO1005 expected a declaration such as `host NAME { ... }`, found `%`"] },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_has_its_message(string marked, string[] messages)
    {
        var (text, spans) = Marked.Parse(marked);
        var errors = Sample.Parse(text).Errors;
        var found = errors.Select(error =>
            $"{error.Code} {error.Message}{(error.Suggestion is null ? "" : $" -> {error.Suggestion}")}"
        );
        Assert.Equal(messages, found);
        Assert.Equal(spans, errors.Select(error => error.Span));
    }

    [Fact]
    public void Many_mistakes_are_each_reported_at_their_own_place_and_nothing_between_them_is_lost()
    {
        var (text, spans) = Marked.Parse(
            """
            hosst lab {
            }
            host a {
              cpus ⟦4⟧
              kernel = 6.8
              vendor = ⟦,⟧ arch = arm64
            }
            iommu i on a {
              model = intel_vtd  ⟦+⟧ snoop_control = no
            program p on a {
              cpu 0 ⟦wirte⟧ b
              cpu 0 wbinvd
              dma ⟦dma⟧
            }
            expect p ⟦choherent⟧
            host z { cpus = 3 }
            """
        );
        var tree = Sample.Parse(text);
        var inOrder = tree
            .Errors.Where(error => error.Code is not (SyntaxCodes.UnknownKeyword or SyntaxCodes.OpenBlock))
            .Select(error => error.Span);
        Assert.Equal(spans, inOrder);
        Assert.Equal(spans.Count + 2, tree.Errors.Length);
        Assert.Equal(
            ["lab", "a", "i", "p", null, "z"],
            tree.Declarations.Select(declaration => declaration.Syntax.Name?.Text)
        );
        Assert.Equal(["kernel", "arch"], Properties(tree, 1));
        Assert.Equal(["model", "snoop_control"], Properties(tree, 2));
        Assert.Equal(
            "cpu {cpu} wbinvd",
            Assert.Single(tree.Declarations[3].Syntax.Members.OfType<StatementSyntax>()).Form.Pattern
        );
        Assert.Equal(["cpus"], Properties(tree, 5));
    }

    private static IEnumerable<string> Properties(SyntaxTree tree, int declaration) =>
        tree.Declarations[declaration].Syntax.Members.OfType<PropertySyntax>().Select(property => property.Name.Text);
}
