using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Text;

/// <summary>The page of a finding as Markdown: what it means, why it matters, what to do, and an example.</summary>
public static class FindingPageText
{
    public static string Markdown(FindingPage page) =>
        $"""
            # {page.Code}: {page.Title}

            {page.Meaning}

            **Why it matters.** {page.Why}

            **What to do.** {page.Remedy}

            {Example(page)}

            """.ReplaceLineEndings("\n");

    private static string Example(FindingPage page)
    {
        if (page.Example is not { } example)
        {
            return $"There is no example: {page.NoExample}.";
        }

        var limit = page.MaxStates is { } states ? $" with `--max-states {states}`" : "";
        return $"This file gives it{limit}:\n\n```topo\n{example}```";
    }
}
