using TopologyLang.Analysis.Findings;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Output;

/// <summary>What a finding means, for a terminal.</summary>
internal static class FindingPageOutput
{
    public static void Write(CommandConsole console, FindingPage page)
    {
        console.Out.WriteLine(console.Style.Strong($"{page.Code}: {page.Title}"));
        console.Out.WriteLine();
        Paragraph(console, page.Meaning);
        Paragraph(console, $"Why it matters: {page.Why}");
        Paragraph(console, $"What to do: {page.Remedy}");
        if (page.Example is not { } example)
        {
            console.Out.WriteLine($"There is no example: {page.NoExample}.");
            return;
        }

        console.Out.WriteLine(
            $"This file gives it{(page.MaxStates is { } states ? $" with --max-states {states}" : "")}:"
        );
        console.Out.WriteLine();
        foreach (var line in example.TrimEnd('\n').Split('\n'))
        {
            console.Out.WriteLine(line.Length == 0 ? "" : $"  {line}");
        }
    }

    /// <summary>Broken between words at the width of the output.</summary>
    private static void Paragraph(CommandConsole console, string text)
    {
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > console.Style.Width)
            {
                console.Out.WriteLine();
                column = 0;
            }

            console.Out.Write(column == 0 ? word : $" {word}");
            column += word.Length + (column == 0 ? 0 : 1);
        }

        console.Out.WriteLine();
        console.Out.WriteLine();
    }
}
