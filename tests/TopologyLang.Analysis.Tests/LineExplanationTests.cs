using System.Collections.Immutable;
using TopologyLang.Analysis.Explanations;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// What stands on a line, and the chain behind it. <see cref="Checked.Machine"/> has the lines 1 to 5.
/// </summary>
public class LineExplanationTests
{
    private const string Flip = """
        program flip in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          dma read fb no_snoop
        }
        expect flip stale
        expect igpu in box 1
        """;

    [Theory]
    [InlineData(1, "declaration host desk | property kernel = 6.8")]
    [InlineData(
        3,
        "declaration device igpu behind gfx | property bus = pcie 0000:00:02.0 | property no_snoop = used"
            + " | finding warning TOPO4001"
    )]
    [InlineData(7, "statement buffer fb = 4KiB wb")]
    [InlineData(9, "statement dma read fb no_snoop | finding information TOPO4001")]
    [InlineData(10, "")]
    [InlineData(11, "expectation expect flip stale")]
    public void A_line_has_these_things(int line, string expected) =>
        Assert.Equal(expected, string.Join(" | ", At(line).Select(thing => $"{thing.Kind} {thing.Subject}")));

    [Theory]
    [InlineData(
        2,
        "declaration",
        "Its driver in Linux 6.8",
        "VT-d can block no-snoop for a device exactly if its unit has snoop control"
    )]
    [InlineData(3, "declaration", "**Box 3**", "Enable No Snoop of igpu is 1")]
    [InlineData(
        4,
        "declaration",
        "**Does not enforce cache coherency**",
        "enforce_cache_coherency() fails: enforcement needs snoop control"
    )]
    [InlineData(5, "declaration", "Non-coherent DMA **is** registered", "KVM executes the guest's WBINVD")]
    [InlineData(7, "statement", "**stale device_reads_stale**", "the program maps fb wb")]
    [InlineData(9, "statement", "**stale device_reads_stale**", "KVM counts non-coherent DMA for vm")]
    [InlineData(11, "expectation", "**met**: stale device_reads_stale", "KVM counts non-coherent DMA for vm")]
    [InlineData(12, "expectation", "**not met**, found: in box 3", "Enable No Snoop of igpu is 1")]
    public void The_answer_comes_with_its_chain(int line, string kind, string answer, string reason)
    {
        var explanations = At(line).First(thing => thing.Kind == kind).Explanations;

        Assert.StartsWith(answer, explanations[0].Answer, StringComparison.Ordinal);
        Assert.Contains(
            explanations.SelectMany(one => one.Chain),
            link => link.Text.StartsWith(reason, StringComparison.Ordinal)
        );
    }

    /// <summary>What a source is not sure of is told.</summary>
    [Fact]
    public void An_uncertain_reason_stays_uncertain() =>
        Assert.Contains(At(9)[0].Explanations[0].Chain, reason => reason is { Uncertain: true, Source: not null });

    [Fact]
    public void Every_line_of_a_damaged_file_can_be_explained()
    {
        var text = Checked.Machine + Flip + "\nscenario s {\n  attach igpu to space\n  run flip\n}\nimport \"x\"\n";
        for (var cut = text.Length; cut > 0; cut -= 29)
        {
            var analysis = Checked.Text(text[..cut]);
            for (var line = 0; line < analysis.Tree.Text.LineCount; line++)
            {
                var chains = LineExplanations
                    .At(analysis, line)
                    .SelectMany(thing => thing.Explanations)
                    .Select(one => one.Chain);
                Assert.All(chains, chain => Assert.Equal(chain.Distinct(), chain));
            }
        }
    }

    private static ImmutableArray<ExplainedThing> At(int line) =>
        LineExplanations.At(Checked.Text(Checked.Machine + Flip), line - 1);
}
