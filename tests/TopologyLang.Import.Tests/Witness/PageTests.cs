using System.Text.RegularExpressions;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>The examples of docs/import.md: each is imported and checked as the page shows it.</summary>
public partial class PageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "import.md"));

    public static TheoryData<string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string>();
        foreach (Match example in Example().Matches(Page))
        {
            examples.Add(
                example.Groups["machine"].Value,
                example.Groups["question"].Value,
                example.Groups["output"].Value
            );
        }

        return examples;
    }

    [Fact]
    public void There_are_three() => Assert.Equal(3, Examples().Count);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_page_shows_what_is_printed(string machine, string question, string output)
    {
        using var folder = new TemporaryFolder();
        var file = folder.At("machine.topo");
        await RunAsync("import", "machine", Path.Combine(Repository.Machines, machine), "-o", file);
        await File.AppendAllTextAsync(file, "\n" + question);

        var printed = (await RunAsync("check", file)).Split('\n').ToList();

        // Each line of the page stands in the output, in this order; '...' is for what is left out.
        var at = 0;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "..."))
        {
            var found = printed.IndexOf(line, at);
            Assert.True(found >= 0, $"not printed: {line}\n\nin\n{string.Join('\n', printed)}");
            at = found + 1;
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        await Cli.CommandLine.RunAsync(
            arguments,
            new CommandConsole(Stream.Null, Stream.Null, output, error),
            CancellationToken.None
        );
        Assert.Equal("", error.ToString());
        return output.ToString();
    }

    [GeneratedRegex(
        @"```topo\n(?<question>.*?)```\n\n```console\n\$ topo import machine tests/machines/(?<machine>\S+) -o "
            + @"machine\.topo\n\$ cat question\.topo >> machine\.topo\n\$ topo check machine\.topo\n(?<output>.*?)```",
        RegexOptions.Singleline
    )]
    private static partial Regex Example();
}
