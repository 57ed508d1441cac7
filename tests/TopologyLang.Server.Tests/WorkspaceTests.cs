using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>Requests that go across the files of a workspace, open or not.</summary>
public sealed class WorkspaceTests
{
    private const string Lab = "host lab { }\niommu unit on lab { model = intel_vtd }\n";
    private const string User = "import \"lab.topo\"\ndevice nic behind unit { bus = pcie 0000:01:00.0 }\n";

    [Fact]
    public async Task A_renaming_reaches_the_files_that_import_this_one_open_or_not()
    {
        using var folder = new TemporaryFolder();
        var lab = folder.Write("lab.topo", Lab);
        var open = folder.Write("open.topo", User);
        var closed = folder.Write("sub/closed.topo", User.Replace("lab.topo", "../lab.topo", StringComparison.Ordinal));
        folder.Write("other.topo", "host lab { }\niommu unit on lab { }\n");
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(lab, Lab);
        await session.OpenAsync(open, User);

        var edit = await session.AskAsync(
            "textDocument/rename",
            lab,
            new { position = new { line = 1, character = 7 }, newName = "main" }
        );
        var references = await session.AskAsync(
            "textDocument/references",
            open,
            new { position = new { line = 1, character = 19 }, context = new { includeDeclaration = true } }
        );

        var changed = edit["documentChanges"]!
            .Select(change => System.Uri.UnescapeDataString((string)change["textDocument"]!["uri"]!))
            .Order()
            .ToList();
        Assert.Equal(new[] { lab, open, closed }.Select(System.Uri.UnescapeDataString).Order(), changed);
        Assert.Equal(3, references.Count());
    }

    [Fact]
    public async Task A_name_that_an_importing_file_has_already_is_refused()
    {
        using var folder = new TemporaryFolder();
        var lab = folder.Write("lab.topo", Lab);
        folder.Write("user.topo", User + "iommu main on lab { }\n");
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(lab, Lab);

        var answer = await session.Client.RequestAsync(
            "textDocument/rename",
            new
            {
                textDocument = new { uri = lab },
                position = new { line = 1, character = 7 },
                newName = "main",
            }
        );

        Assert.Contains("already (in user.topo)", (string)answer["error"]!["message"]!);
    }

    [Fact]
    public async Task Symbols_are_found_in_every_folder()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        one.Write("lab.topo", Lab);
        two.Write("deep/down/field.topo", "host field_lab { }\n");
        await using var session = await ServerSession.StartAsync(root: one.Path);
        await session.Client.NotifyAsync(
            "workspace/didChangeWorkspaceFolders",
            new
            {
                @event = new
                {
                    added = new[] { new { uri = TemporaryFolder.UriOfPath(two.Path), name = "two" } },
                    removed = Array.Empty<object>(),
                },
            }
        );
        await session.OpenAsync("file:///nowhere/open.topo", "device labour { }\n");

        JToken found = new JArray();
        for (var tries = 0; tries < 50 && found.Count() < 3; tries++)
        {
            // The folders are taken over in the background.
            await Task.Delay(20);
            found = (await session.Client.RequestAsync("workspace/symbol", new { query = "LAB" }))["result"]!;
        }

        Assert.Equal(["field_lab", "lab", "labour"], found.Select(symbol => (string)symbol["name"]!).Order());
    }

    [Fact]
    public async Task An_import_is_a_link_and_leads_to_its_file()
    {
        using var folder = new TemporaryFolder();
        var lab = folder.Write("lab.topo", Lab);
        var user = folder.Write("user.topo", User);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(user, User);

        var link = Assert.Single(await session.AskAsync("textDocument/documentLink", user));
        var target = await session.AskAsync(
            "textDocument/definition",
            user,
            new { position = new { line = 0, character = 10 } }
        );

        Assert.Equal(7, (int)link["range"]!["start"]!["character"]!);
        Assert.Equal(System.Uri.UnescapeDataString(lab), System.Uri.UnescapeDataString((string)link["target"]!));
        Assert.Equal(System.Uri.UnescapeDataString(lab), System.Uri.UnescapeDataString((string)target["uri"]!));
    }
}
