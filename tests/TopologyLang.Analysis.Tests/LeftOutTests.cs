namespace TopologyLang.Analysis.Tests;

/// <summary>
/// A mistake takes a declaration out of the simulation; what depends on it stays in the answers, as not met.
/// </summary>
public class LeftOutTests
{
    private const string Misspelt = """
        program p in vm using igpu {
          buffer b = 4KiB wb
          dma reed b
        }

        """;

    [Fact]
    public void The_expectation_of_a_program_that_is_not_understood_is_unmet_and_only_information()
    {
        var analysis = Checked.Text(Checked.Machine + Misspelt + "expect p coherent\n");

        var answer = Assert.Single(analysis.Expectations);
        Assert.False(answer.Met);
        Assert.StartsWith("not checked: line 8 is not understood", answer.Found, StringComparison.Ordinal);
        Assert.Equal(["error TOPO1012 reed", "information TOPO5001 expect p coherent"], Checked.Lines(analysis));
    }

    [Fact]
    public void Of_a_scenario_that_is_not_understood_the_mistake_alone_is_an_error()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                scenario s { atach igpu to space }
                expect igpu in box 3
                expect attach igpu to space ok
                """
        );

        Assert.Equal(
            [
                "error TOPO1012 atach",
                "information TOPO5001 expect igpu in box 3",
                "information TOPO5001 expect attach igpu to space ok",
            ],
            Checked.Lines(analysis)
        );
        Assert.All(analysis.Expectations, answer => Assert.False(answer.Met));
    }

    [Fact]
    public void An_expectation_about_a_missing_program_blames_the_line_of_the_mistake_in_what_the_program_needs()
    {
        var analysis = Checked.Text(
            """
            host desk { kernel = 6.8 }
            device card behind nowhere { bus = pcie 0000:03:00.0 }
            program p on desk using card { buffer b = 4KiB wb }
            expect p coherent
            """
        );

        Assert.StartsWith(
            "not checked: line 2 is not understood (no iommu",
            Assert.Single(analysis.Expectations).Found,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("expect attach igpu to space fails EINVALL")]
    [InlineData("expect p run 3 coherent")]
    public void An_expectation_with_a_mistake_of_its_own_is_unmet(string expectation)
    {
        var analysis = Checked.Text(Checked.Machine + "scenario p { attach igpu to space }\n" + expectation);

        Assert.False(Assert.Single(analysis.Expectations).Met);
    }

    [Fact]
    public void A_second_program_of_a_name_is_not_missing()
    {
        const string program = "program p in vm using igpu { buffer b = 4KiB wb }\n";

        var analysis = Checked.Text(Checked.Machine + program + program);

        Assert.Empty(analysis.Binding.LeftOutPrograms);
    }
}
