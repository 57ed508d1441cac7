using System.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Fuzz;

/// <summary>Texts as people, editors and accidents leave them.</summary>
internal static class Mutation
{
    /// <summary>
    /// What opens, closes and breaks things; half of a surrogate pair, line ends of every kind, and what is no text.
    /// </summary>
    private static readonly string[] Scraps =
    [
        "{",
        "}",
        "[",
        "]",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "/*",
        "*/",
        "//",
        "///",
        "\"",
        ";",
        "=",
        " ",
        ",",
        ":",
        "x",
        "é",
        "\U0001F9ED",
        "\uD83E",
        "\uDDED",
        "\0",
        "\uFEFF",
        "\u2028",
        "0x",
        "0xFFFFFFFFFFFFFFFFFF",
        "9999999999999999999",
        "6.8.12",
        "4KiB",
        "0000:00:02.0",
        "0000:00:2.9",
        "expect ",
        "import \"../a.topo\"\n",
        "import \"mixed-snoop-control.topo\"\n",
        "import \"a\0b\"\n",
        "import \"/dev/zero\"\n",
        "template t : device { }\n",
        "host h in g { }\n",
        "run p\n",
        "cpu all wbinvd\n",
        "dma read fb no_snoop\n",
        "-",
        "_",
    ];

    public static string Text(Random random)
    {
        var text = Pick(random, Corpus.Texts);
        for (var change = random.Next(6); change > 0; change--)
        {
            text = random.Next(7) switch
            {
                0 => WithoutLine(random, text),
                1 => WithLineElsewhere(random, text),
                2 => WithToken(random, text),
                3 => text[..random.Next(text.Length + 1)],
                4 => text + "\n" + Pick(random, Corpus.Texts),
                _ => Applied(text, Change(random, text)),
            };
        }

        text = random.Next(6) == 0 ? WithOtherLineEnds(random, text) : text;
        return text.Length > 20_000 ? text[..20_000] : text;
    }

    public static TextChange Change(Random random, string text)
    {
        var start = random.Next(text.Length + 1);
        var removed = random.Next(3) == 0 ? Math.Min(random.Next(80), text.Length - start) : 0;
        var inserted = random.Next(4) switch
        {
            0 when removed > 0 => "",
            1 => Pick(random, Corpus.Tokens) + " ",
            _ => Pick(random, Scraps),
        };
        return new TextChange(new TextSpan(start, removed), inserted);
    }

    public static string Applied(string text, TextChange change) =>
        new StringBuilder(text, text.Length + change.NewText.Length)
            .Remove(change.Span.Start, change.Span.Length)
            .Insert(change.Span.Start, change.NewText)
            .ToString();

    public static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static string WithoutLine(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        lines.RemoveAt(random.Next(lines.Count));
        return string.Join('\n', lines);
    }

    private static string WithLineElsewhere(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        lines.Insert(random.Next(lines.Count + 1), Pick(random, lines));
        return string.Join('\n', lines);
    }

    /// <summary>All of one kind, or each of another.</summary>
    private static string WithOtherLineEnds(Random random, string text)
    {
        string[] ends = ["\r\n", "\r", "\n"];
        var all = Pick(random, ends);
        var mixed = random.Next(2) == 0;
        return string.Concat(
            text.Split('\n')
                .Select(
                    (line, index) =>
                        (
                            index == 0 ? ""
                            : mixed ? Pick(random, ends)
                            : all
                        ) + line.TrimEnd('\r')
                )
        );
    }

    private static string WithToken(Random random, string text)
    {
        var words = text.Split(' ');
        words[random.Next(words.Length)] = Pick(random, Corpus.Tokens);
        return string.Join(' ', words);
    }
}
