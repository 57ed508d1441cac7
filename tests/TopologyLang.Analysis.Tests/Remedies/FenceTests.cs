using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Tests.Remedies;

/// <summary>
/// Where nothing is to be flushed, only waited for, a fence is what is required; where one store must not overtake
/// another, the barrier of Linux that is one.
/// </summary>
public class FenceTests
{
    [Theory]
    // What was stored through a write-combining mapping is in the CPU's own buffer (Intel SDM vol. 3, 11.3.1).
    [InlineData("x86_64", "wc", "cpu 0 write data\n  dma read data", "fence", "dma read data")]
    // The flag must not overtake the data; once it is there the device goes on by itself.
    [InlineData(
        "x86_64",
        "wc",
        "cpu 0 write data\n  cpu 0 write flag\n  dma wait flag\n  dma read data",
        "barrier wmb",
        "cpu 0 write flag"
    )]
    // On Arm maintenance by address takes effect when a dsb completes it.
    [InlineData("arm64", "wb", "cpu 0 write data\n  cpu 0 dc_civac data\n  dma read data", "fence", "dma read data")]
    public void A_fence_is_required_and_offered_where_it_is_enough(
        string architecture,
        string type,
        string steps,
        string required,
        string before
    )
    {
        var analysis = Checked.Text(
            $$"""
            host h { arch = {{architecture}}  wc_buffers = kept }
            device engine on h { bus = platform  dma_coherent = no }
            program p on h using engine {
              buffer data = 56B {{type}}
              buffer flag = 8B {{type}} shares data
              {{steps}}
            }
            """
        );
        var stale = Checked.Single(analysis, FindingCode.Stale);

        var first = analysis.Remedies.For(stale, CancellationToken.None).First();

        Assert.StartsWith($"{required.Split(' ')[^1]} required here", stale.Message, StringComparison.Ordinal);
        Assert.Equal($"cpu 0 {required}", first.Text);
        Assert.StartsWith(
            before,
            analysis.Tree.Text.Content[first.Edits[0].Where.Span.Start..].TrimStart(),
            StringComparison.Ordinal
        );
    }
}
