using TopologyLang.Analysis.Differences;

namespace TopologyLang.Analysis.Tests;

public class DifferenceTests
{
    [Fact]
    public void Formatting_and_comments_are_no_difference() =>
        Assert.True(
            Of(
                Checked.Machine,
                "// another day\n" + Checked.Machine.Replace("{ ", "{\n  ", StringComparison.Ordinal)
            ).IsEmpty
        );

    [Fact]
    public void A_default_that_is_written_out_is_no_difference() =>
        Assert.True(
            Of(
                Checked.Machine,
                Checked.Machine.Replace("no_snoop = used", "no_snoop = used  ats = no", StringComparison.Ordinal)
            ).IsEmpty
        );

    [Fact]
    public void Another_unit_is_another_value_and_other_answers()
    {
        var difference = Of(
            Checked.Machine,
            Checked.Machine.Replace("snoop_control = no", "snoop_control = yes", StringComparison.Ordinal)
        );

        Assert.Equal(
            new DeclarationDifference("iommu gfx", "snoop_control", "no", "yes"),
            Assert.Single(difference.Declarations)
        );
        Assert.Contains("igpu: box 3 -> box 1", Lines(difference));
        Assert.Contains("space: not enforced -> enforced", Lines(difference));
        Assert.All(
            difference.Answers.Where(answer => answer.Subject == "igpu"),
            answer => Assert.NotNull(answer.Why?.Source)
        );
    }

    [Fact]
    public void What_comes_and_goes_is_named()
    {
        var difference = Of(
            Checked.Machine + "device old on desk { }\nscenario s {\n  reset igpu\n}\n",
            Checked.Machine + "device new on desk { }\nscenario s {\n  attach igpu to space\n}\n"
        );

        Assert.Equal(
            [
                "device old:  declared -> ",
                "scenario s: statements reset igpu -> attach igpu to space",
                "device new:  -> declared",
            ],
            difference.Declarations.Select(one =>
                $"{one.Name}: {one.Property} {one.Before}{(one.Before is null ? "" : " ")}-> {one.After}"
            )
        );
    }

    private static FileDifference Of(string before, string after) =>
        FileDifferences.Of(Checked.Text(before), Checked.Text(after));

    private static IEnumerable<string> Lines(FileDifference difference) =>
        difference.Answers.Select(answer => $"{answer.Subject}: {answer.Before} -> {answer.After}");
}
