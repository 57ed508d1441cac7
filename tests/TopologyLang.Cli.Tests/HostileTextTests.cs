using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Tests;

/// <summary>What a file or its name says does nothing to a terminal, a browser or a viewer of results.</summary>
public sealed class HostileTextTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Written => folder.Write(HostileText.FileName, HostileText.File);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("check")]
    [InlineData("check", "--format", "json")]
    [InlineData("check", "--format", "sarif")]
    [InlineData("check", "--format", "github")]
    [InlineData("simulate")]
    [InlineData("simulate", "--format", "json")]
    [InlineData("simulate", "--format", "svg")]
    [InlineData("simulate", "--format", "mermaid")]
    [InlineData("graph")]
    [InlineData("graph", "--format", "dot")]
    [InlineData("graph", "--format", "mermaid")]
    [InlineData("graph", "--format", "json")]
    [InlineData("kernels")]
    [InlineData("advise")]
    [InlineData("fmt", "--check")]
    [InlineData("fmt")]
    public async Task No_command_prints_what_steers_a_terminal(params string[] command)
    {
        var result = await Topo.RunAsync([.. command, Written]);

        Assert.NotEqual(ExitCode.Fault, result.ExitCode);
        Assert.NotEqual("", result.Out + result.Error);
        Assert.True(HostileText.IsHarmless(result.Out), result.Out);
        Assert.True(HostileText.IsHarmless(result.Error), result.Error);
    }

    [Theory]
    [InlineData("explain", "{file}:3")]
    [InlineData("explain", "{file}:6")]
    [InlineData("diff", "{file}", "{other}")]
    [InlineData("check", "{understood}")]
    [InlineData("graph", "{understood}")]
    [InlineData("graph", "--format", "json", "{understood}")]
    [InlineData("simulate", "{understood}")]
    [InlineData("simulate", "--format", "json", "{understood}")]
    [InlineData("simulate", "--format", "mermaid", "{understood}")]
    [InlineData("simulate", "--format", "svg", "{understood}")]
    [InlineData("explain", "{understood}:3")]
    [InlineData("check", "{missing}")]
    [InlineData("import", "dmesg", "{missing}")]
    [InlineData("import", "dmesg", "{file}")]
    public async Task No_other_command_does(params string[] command)
    {
        var paths = new Dictionary<string, string>
        {
            ["{file}"] = Written,
            ["{other}"] = folder.Write("other.topo", "host desk { }\n"),
        };
        paths["{understood}"] = folder.Write("understood " + HostileText.FileName, HostileText.Understood);
        paths["{missing}"] = paths["{file}"] + "x";

        var result = await Topo.RunAsync([
            .. command.Select(word =>
                paths.Aggregate(word, (text, path) => text.Replace(path.Key, path.Value, StringComparison.Ordinal))
            ),
        ]);

        Assert.NotEqual(ExitCode.Fault, result.ExitCode);
        Assert.True(HostileText.IsHarmless(result.Out), result.Out);
        Assert.True(HostileText.IsHarmless(result.Error), result.Error);
    }

    [Fact]
    public async Task A_message_of_sarif_holds_no_link()
    {
        var result = await Topo.RunAsync("check", "--format", "sarif", Written);

        var texts = JObject.Parse(result.Out)["runs"]![0]!["results"]!
            .Select(one => (string)one["message"]!["text"]!)
            .ToArray();
        Assert.Contains(texts, text => text.Contains("[x] (command:evil)", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains("](", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_in_sarif_is_one_whatever_the_file_is_called()
    {
        var result = await Topo.RunAsync("check", "--format", "sarif", Written);

        var address = JObject
            .Parse(result.Out)
            .SelectTokens("$..uri")
            .Select(token => (string)token!)
            .First(uri => uri.EndsWith(".topo", StringComparison.Ordinal));
        Assert.Matches(@"\A[A-Za-z0-9%._~/-]+\z", address);
    }

    /// <summary>A line of its own could be a command of the runner's.</summary>
    [Fact]
    public async Task An_annotation_stays_one_line()
    {
        var result = await Topo.RunAsync(
            "check",
            "--format",
            "github",
            folder.Write("a\n::set-output name=x::y.topo", HostileText.File)
        );

        Assert.All(
            result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^::(error|warning|notice) file=", line)
        );
        Assert.DoesNotContain("\n::set-output", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_holds_no_script_and_nothing_from_elsewhere()
    {
        var result = await Topo.RunAsync("graph", folder.Write(HostileText.FileName, HostileText.Understood));

        var elements = XDocument.Parse(result.Out).Descendants().ToArray();
        Assert.DoesNotContain(
            elements,
            element => element.Name.LocalName is "script" or "image" or "img" or "foreignObject" or "a" or "use"
        );
        Assert.DoesNotContain(
            elements.Attributes(),
            attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
                || attribute.Name.LocalName == "href"
        );
    }

    [Fact]
    public async Task What_a_machine_says_of_itself_becomes_a_comment_and_no_more()
    {
        var log =
            "[    0.000000] Linux version 6.8.0\n[    0.1] DMAR: DRHD base: 0x000000fed90000 flags: 0x0 "
            + $"{HostileText.All}\n"
            + "[    0.2] DMAR: dmar0: reg_base_addr fed90000 ver 1:0 cap 1c0000c40660462 ecap 19e2ff0505e "
            + $"{HostileText.All}\n";

        var result = await Topo.RunAsync("import", "dmesg", folder.Write(HostileText.FileName, log));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.True(HostileText.IsHarmless(result.Out), result.Out);
        var declared = result.Out.Split('\n').Select(line => line.Split("//")[0]);
        Assert.DoesNotContain(declared, line => line.Contains('<', StringComparison.Ordinal));
    }
}
