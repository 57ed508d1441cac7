using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TopologyLang.Cli.Tests.Docs;

/// <summary>
/// A fenced block of a document that a reader is meant to follow. What is done with it stands behind the fence: <c>topo
/// FILE</c> is text to write below what the file has, <c>diff FILE</c> a change of it, <c>console</c> commands with
/// what they print.
/// </summary>
internal sealed partial record MarkdownBlock(string Kind, string File, string Text, int Line)
{
    public static ImmutableArray<MarkdownBlock> In(string markdown) =>
        [
            .. Fence()
                .Matches(markdown)
                .Select(match => new MarkdownBlock(
                    match.Groups["kind"].Value,
                    match.Groups["file"].Value.Trim(),
                    match.Groups["text"].Value,
                    markdown[..match.Index].Count(c => c == '\n') + 2
                )),
        ];

    /// <summary>Whether a reader has something to do here: every other block is only shown.</summary>
    public bool IsFollowed => Kind == "console" || (Kind is "topo" or "diff" && File.Length > 0);

    [GeneratedRegex(
        @"^```(?<kind>\w+)(?<file> [^\n]+)?\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();
}
