using System.Collections.Immutable;
using TopologyLang.Analysis.Testing;

namespace TopologyLang.Analysis.Tests;

public class FileTestsTests
{
    private const string Flip = """
        program flip in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          dma read fb no_snoop
        }

        """;

    [Theory]
    [InlineData("expect igpu in box 3", TestOutcome.Passed)]
    [InlineData("expect igpu in box 1", TestOutcome.Failed)]
    [InlineData("expect flip stale device_reads_stale", TestOutcome.Passed)]
    [InlineData("expect flip coherent", TestOutcome.Failed)]
    public void An_expectation_passes_where_it_is_met(string expectation, TestOutcome outcome)
    {
        var test = Tests(Flip + expectation).First(test => test.Kind == TestKind.Expectation);

        Assert.Equal((expectation, outcome), (test.Label, test.Outcome));
    }

    [Theory]
    [InlineData("", TestOutcome.Failed)]
    [InlineData("expect flip stale device_reads_stale", TestOutcome.Passed)]
    public void A_stale_program_fails_unless_the_file_foretells_it(string expectation, TestOutcome outcome)
    {
        var test = Tests(Flip + expectation).Single(test => test.Kind == TestKind.Program);

        Assert.Equal(("flip", outcome, "flip"), (test.Label, test.Outcome, test.Program));
        Assert.Contains("dma read fb", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_run_of_a_scenario_is_a_test_of_its_own()
    {
        var scenario = "scenario twice {\n  attach igpu to space\n  kvm add igpu to vm\n  run flip\n  run flip\n}\n";

        Assert.Equal(["flip, twice run 0", "flip, twice run 1"], Tests(Flip + scenario).Select(test => test.Label));
    }

    [Fact]
    public void The_same_expectation_twice_is_two_tests()
    {
        var tests = Tests("expect igpu in box 3\nexpect igpu in box 3\n");

        Assert.Equal(["expect igpu in box 3", "expect igpu in box 3 #2"], tests.Select(test => test.Id));
    }

    private static ImmutableArray<FileTest> Tests(string text) => FileTests.Of(Checked.Text(Checked.Machine + text));
}
