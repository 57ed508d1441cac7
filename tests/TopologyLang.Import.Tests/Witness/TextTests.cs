using System.Text.RegularExpressions;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>What holds for the text of every imported machine.</summary>
public partial class TextTests
{
    public static TheoryData<string> Machines() => [.. Repository.MachineNames];

    [Theory]
    [MemberData(nameof(Machines))]
    public void It_checks_without_errors_and_warnings(string machine)
    {
        var findings = Imported
            .Analysis(Imported.Text(machine))
            .Findings.Where(finding => finding.Severity <= Severity.Warning);

        Assert.Empty(findings.Select(finding => finding.Message));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void It_is_the_same_every_time_and_formatted(string machine)
    {
        var text = Imported.Text(machine);

        Assert.Equal(text, Imported.Text(machine));
        Assert.Equal(text, Formatter.Format(SyntaxTree.Parse(SourceText.From(text))));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_property_says_where_it_was_read(string machine)
    {
        var properties = Property().Matches(Imported.Text(machine)).Select(match => match.Value).ToList();

        Assert.NotEmpty(properties);
        Assert.All(properties, property => Assert.Contains("  // ", property, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^ +[a-z_0-9]+ += .*$", RegexOptions.Multiline)]
    private static partial Regex Property();
}
