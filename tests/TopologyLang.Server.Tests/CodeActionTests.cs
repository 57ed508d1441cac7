using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>What is offered for a place, and what the text is after it was taken.</summary>
public sealed class CodeActionTests
{
    private const string Uri = "file:///nowhere/a.topo";
    private const string Host = "host h { }\n";
    private const string Unit = "iommu i on h { model = intel_vtd }\n";

    [Theory]
    [InlineData("A misspelt word", "hosst h { }\n", "hosst", "Write `host`", "host h { }\n")]
    [InlineData(
        "A misspelt property",
        "host h { kernl = 6.8 }\n",
        "kernl",
        "Write `kernel`",
        "host h { kernel = 6.8 }\n"
    )]
    [InlineData("A misspelt name", Host + "iommu i on g { }\n", "g {", "Write `h`", Host + "iommu i on h { }\n")]
    [InlineData(
        "A name that is missing",
        "iommu i on h { }\n",
        "h {",
        "Declare the host `h`",
        "host h { }\n\niommu i on h { }\n"
    )]
    [InlineData("A place that is missing", Host + "guest g { }\n", "g {", "Add `on h`", Host + "guest g on h { }\n")]
    [InlineData(
        "A property twice",
        "host h { cpus = 2  cpus = 4 }\n",
        "cpus = 4",
        "Remove the second value",
        "host h { cpus = 2  }\n"
    )]
    [InlineData(
        "A declaration twice",
        Host + "host h { cpus = 4 }\n",
        "h { cpus",
        "Remove the second declaration",
        Host
    )]
    [InlineData(
        "Order",
        "host h { cpus = 2  arch = x86_64 }\n",
        "h {",
        "Sort the properties",
        "host h { arch = x86_64  cpus = 2 }\n"
    )]
    [InlineData(
        "Order with comments",
        "host h { // the lab's\n  // how many\n  cpus = 2  // real ones\n  arch = x86_64\n  // no more\n}\n",
        "h {",
        "Sort the properties",
        "host h {  // the lab's\n  arch = x86_64\n  // how many\n  cpus = 2  // real ones\n  // no more\n}\n"
    )]
    [InlineData(
        "A template",
        Host + Unit + "device d behind i { bus = pcie 0000:01:00.0  no_snoop = used }\n",
        "d behind",
        "Extract the template `d_like`",
        Host
            + Unit
            + "template d_like : device {\n  no_snoop = used\n}\n\ndevice d : d_like behind i { bus = pcie "
            + "0000:01:00.0 }\n"
    )]
    [InlineData(
        "Registers",
        Host + "iommu i on h { ecap = 0x81 }\n",
        "i on",
        "Write the registers as properties",
        Host
            + "iommu i on h {\n  snoop_control       = yes\n  coherent_walk       = yes\n  scalable_mode       = no\n  "
            + "pasid               = no\n  first_stage         = no\n"
            + "  second_stage        = yes\n  nested              = no\n  pass_through        = no\n  "
            + "interrupt_remapping = no\n  device_tlb          = no\n  dirty_tracking      = no\n}\n"
    )]
    [InlineData(
        "Properties",
        Host + "iommu i on h { model = intel_vtd  snoop_control = no  pass_through = no }\n",
        "i on",
        "Write the properties as a register",
        Host + "iommu i on h { model = intel_vtd  ecap = 0x40000000000d }\n"
    )]
    [InlineData(
        "The truth",
        Texts.Coherent,
        "flip in",
        "Write `expect flip coherent`",
        Texts.Coherent + "expect flip coherent\n"
    )]
    public async Task An_action_changes_the_text(string what, string text, string at, string title, string expected)
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, text);

        var actions = await ActionsAsync(session, text, at);

        var titles = actions.Select(action => (string)action["title"]!).ToList();
        Assert.True(titles.Contains(title), $"{what}: {string.Join(" | ", titles)}");
        Assert.Equal(expected, Applied(text, actions[titles.IndexOf(title)]));
    }

    [Fact]
    public async Task A_remedy_mends_the_finding_that_it_is_offered_for()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);
        var published = await session.DiagnosticsAsync(Uri, 1, codes => codes.Contains(Texts.StaleCode));

        var actions = await ActionsAsync(session, Texts.Stale, "dma read", published["params"]!["diagnostics"]!);
        var remedies = actions
            .Where(action => ((string)action["title"]!).Contains("(checked", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(remedies);
        Assert.True((bool)remedies[0]["isPreferred"]!);
        Assert.Equal(Texts.StaleCode, (string)remedies[0]["diagnostics"]![0]!["code"]!);
        var version = 1;
        foreach (var remedy in remedies)
        {
            await session.ReplaceAsync(Uri, ++version, Applied(Texts.Stale, remedy));
            var after = await session.DiagnosticsAsync(Uri, version);
            Assert.DoesNotContain(Texts.StaleCode, ServerSession.CodesOf(after));
        }
    }

    [Fact]
    public async Task What_changes_the_whole_file_is_offered_only_where_it_is_asked_for()
    {
        const string Text = "import \"b.topo\"\nimport \"a.topo\"\nhost h { kernl = 6.8  cpuss = 2 }\n";
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Text);

        var plain = await ActionsAsync(session, Text, "h {");
        var sorted = Assert.Single(await ActionsAsync(session, Text, "h {", only: "source.organizeImports"));
        var corrected = Assert.Single(await ActionsAsync(session, Text, "h {", only: "source.fixAll"));

        Assert.DoesNotContain(
            plain,
            action => ((string)action["kind"]!).StartsWith("source", StringComparison.Ordinal)
        );
        Assert.StartsWith("import \"a.topo\"\nimport \"b.topo\"\nhost", Applied(Text, sorted));
        Assert.EndsWith("host h { kernel = 6.8  cpus = 2 }\n", Applied(Text, corrected));
    }

    private static async Task<List<JToken>> ActionsAsync(
        ServerSession session,
        string text,
        string at,
        JToken? diagnostics = null,
        string? only = null
    )
    {
        var place = SourceText.From(text).PositionOf(text.IndexOf(at, StringComparison.Ordinal));
        var position = new { line = place.Line, character = place.Character };
        return
        [
            .. await session.AskAsync(
                "textDocument/codeAction",
                Uri,
                new
                {
                    range = new { start = position, end = position },
                    context = new
                    {
                        diagnostics = diagnostics ?? new JArray(),
                        only = only is null ? null : new[] { only },
                    },
                }
            ),
        ];
    }

    private static string Applied(string text, JToken action) =>
        Edits.Apply(text, action["edit"]!["documentChanges"]!.SelectMany(change => change["edits"]!));
}
