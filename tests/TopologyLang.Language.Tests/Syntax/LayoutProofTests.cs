using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

public sealed class LayoutProofTests
{
    [Theory]
    [InlineData("host a { cpus = 2 }", "host a{cpus=2}")]
    [InlineData("host a { cpus = 2; fwb = no }", "host a {\n  cpus = 2\n  fwb = no\n}\n")]
    [InlineData("// why  \nhost a { }", "// why\nhost a { }")]
    [InlineData("import  \"a;b\"", "import \"a;b\"")]
    public void Space_and_separators_say_nothing(string before, string after) =>
        Assert.True(LayoutProof.SaysTheSame(Sample.Parse(before), after));

    [Theory]
    [InlineData("host a { } host b { }", "host a { }")]
    [InlineData("host a { cpus = 2 }", "host a { cpus = 3 }")]
    [InlineData("host a { cpus = 2 }", "host a { cp us = 2 }")]
    [InlineData("host a { } // why", "host a { }")]
    [InlineData("host a { } // why", "host a { } // who")]
    [InlineData("import \"a b\"", "import \"a  b\"")]
    [InlineData("import \"a\"; host h { }", "import \"a\"")]
    [InlineData("program p on h {\n  cpu 0 fence\n  cpu 0 fence\n}", "program p on h {\n  cpu 0 fence cpu 0 fence\n}")]
    [InlineData("host a { }\n// host b { }", "host a { } // host b { }\nhost c { }")]
    public void What_is_lost_or_changed_is_seen(string before, string after) =>
        Assert.False(LayoutProof.SaysTheSame(Sample.Parse(before), after));

    public static TheoryData<string> Insertions =>
        [
            "/* c */",
            " /* a */ /* b */ ",
            " // c\n",
            " /* a */ // b\n",
            "/* a\n b */",
            ";",
            ";;\n",
            "\n",
            "\n\n\n",
            "}",
            "{ }",
            "\"",
        ];

    /// <summary>Whatever stands between any two words of every kind of declaration.</summary>
    [Theory]
    [MemberData(nameof(Insertions))]
    public void Laid_out_a_text_says_the_same_and_nothing_is_left_to_do(string inserted)
    {
        const string text =
            "import \"a.topo\"\nimport \"b.topo\"\nhost h { cpus = 2  fwb = no }\n/// doc\ndevice d : t behind i {\n  "
            + "bus = pcie 0000:01:00.0\n}\n"
            + "guest g on h { assign = [d via s, e] }\nprogram p in g using d, e { buffer b = 4KiB wb; cpu 0 write b "
            + "}\n"
            + "scenario s { attach d to s }\nexpect d in box 3\nexpect attach d to s fails EINVAL\nexpect p coherent";
        for (var at = 0; at <= text.Length; at++)
        {
            var tree = Sample.Parse(text.Insert(at, inserted));
            var once = Formatter.Format(tree);

            Assert.True(LayoutProof.SaysTheSame(tree, once), tree.Text.Content);
            Assert.True(once == Formatter.Format(Sample.Parse(once)), tree.Text.Content);
        }
    }
}
