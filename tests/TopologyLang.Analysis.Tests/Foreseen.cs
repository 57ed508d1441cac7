namespace TopologyLang.Analysis.Tests;

/// <summary>Texts that say themselves what comes out.</summary>
internal static class Foreseen
{
    /// <summary>
    /// Each expectation of the text, with what was found where it is not met; empty where all are met.
    /// </summary>
    public static IEnumerable<string> Unmet(string text)
    {
        var analysis = Checked.Text(text);
        Assert.Empty(analysis.Binding.Errors.Select(error => error.Message));
        Assert.NotEmpty(analysis.Expectations);
        return analysis
            .Expectations.Where(answer => !answer.Met)
            .Select(answer => $"{analysis.Binding.ExpectationText(answer.Index)}: {answer.Found}");
    }

    /// <summary>What the only run of the program came to, and why where it is no verdict.</summary>
    public static string Run(string text, string program)
    {
        var verdict = Checked.Text(text).System.RunsOf(program).Single().Run.Verdict;
        return verdict.Why is { } why ? $"{verdict.Kind}: {why.Text}" : verdict.Kind.ToString();
    }
}
