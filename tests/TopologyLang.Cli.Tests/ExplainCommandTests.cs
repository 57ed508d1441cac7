namespace TopologyLang.Cli.Tests;

public class ExplainCommandTests
{
    [Theory]
    [InlineData("api = iommufd\n  coherent = no", true)]
    [InlineData("api = iommufd\n  map = [cached]", false)]
    public async Task A_property_of_a_proposal_is_called_experimental(string properties, bool experimental)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", $"host desk {{ }}\ndomain space on desk {{\n  {properties}\n}}\n");

        var result = await Topo.RunAsync("explain", $"{file}:4");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(experimental, result.Out.Contains("experimental: a proposal that no released kernel has", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TOPO2026")]
    [InlineData("TOPO3003")]
    [InlineData("TOPO3010")]
    [InlineData("TOPO9003")]
    public async Task A_code_is_explained(string code)
    {
        var result = await Topo.RunAsync("explain", code);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(code, result.Out, StringComparison.Ordinal);
    }
}
