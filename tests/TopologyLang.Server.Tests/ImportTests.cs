using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class ImportTests : IDisposable
{
    private const string Importing = "import \"parts/lab ü.topo\"\n";

    private readonly TemporaryFolder folder = new();

    private string Main => folder.UriOf("main file.topo");

    private string Part => folder.UriOf("parts/lab ü.topo");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_error_in_an_imported_file_is_shown_in_that_file()
    {
        folder.Write("parts/lab ü.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);

        await session.OpenAsync(Main, Importing);

        await session.DiagnosticsAsync(Part, version: null, codes => codes is [Texts.Misspelt]);
        await session.DiagnosticsAsync(Main, 1, codes => !codes.Contains(Texts.Misspelt));
    }

    [Fact]
    public async Task What_a_closed_file_said_of_its_imports_is_taken_back()
    {
        folder.Write("parts/lab ü.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(Main, Importing);
        await session.DiagnosticsAsync(Part, version: null, codes => codes is [Texts.Misspelt]);

        await session.CloseAsync(Main);

        await session.DiagnosticsAsync(Part, version: null, codes => codes.Length == 0);
    }

    [Fact]
    public async Task An_import_that_is_dropped_takes_its_findings_along()
    {
        folder.Write("parts/lab ü.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(Main, Importing);
        await session.DiagnosticsAsync(Part, version: null, codes => codes is [Texts.Misspelt]);

        await session.ReplaceAsync(Main, 2, Texts.Coherent);

        await session.DiagnosticsAsync(Part, version: null, codes => codes.Length == 0);
    }

    [Fact]
    public async Task A_file_that_changes_on_disk_is_read_again_when_the_client_says_so()
    {
        folder.Write("parts/lab ü.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(Main, Importing);
        await session.DiagnosticsAsync(Part, version: null, codes => codes is [Texts.Misspelt]);

        folder.Write("parts/lab ü.topo", "host x  { }\n");
        await ChangedOnDiskAsync(session, Part);

        await session.DiagnosticsAsync(Part, version: null, codes => codes.Length == 0);
    }

    [Fact]
    public async Task Colours_are_asked_for_again_when_an_import_brings_a_template_of_a_shipped_name()
    {
        folder.Write("parts/lab ü.topo", "");
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(Main, Importing + "host h { }\niommu i : intel_haswell_gfx on h { }\n");
        await session.DiagnosticsAsync(Main, 1);
        var before = await session.AskAsync("textDocument/semanticTokens/full", Main, new { });

        folder.Write("parts/lab ü.topo", "template intel_haswell_gfx : iommu { }\n");
        await ChangedOnDiskAsync(session, Part);

        await session.Client.FirstAsync(message => (string?)message["method"] == "workspace/semanticTokens/refresh");
        var after = await session.AskAsync("textDocument/semanticTokens/full", Main, new { });
        Assert.NotEqual(before["data"]!.Select(number => (int)number), after["data"]!.Select(number => (int)number));
    }

    [Fact]
    public async Task A_missing_import_is_found_when_it_appears()
    {
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(Main, Importing);
        await session.DiagnosticsAsync(Main, 1, codes => codes.Length == 1);

        folder.Write("parts/lab ü.topo", "");
        await ChangedOnDiskAsync(session, Part);

        await session.DiagnosticsAsync(Main, 1, codes => codes.Length == 0);
    }

    [Fact]
    public async Task What_is_in_the_editor_counts_before_what_is_on_disk()
    {
        folder.Write("parts/lab ü.topo", Texts.Stale);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(Main, Importing);
        await session.DiagnosticsAsync(Part, version: null, codes => codes is [Texts.StaleCode]);
        await session.OpenAsync(Part, Texts.Stale);

        await session.ReplaceAsync(Part, 2, Texts.MisspeltKeyword);
        await session.DiagnosticsAsync(Part, 2, codes => codes is [Texts.Misspelt]);

        await session.CloseAsync(Part);
        await session.CloseAsync(Main);
        await session.DiagnosticsAsync(Part, version: null, codes => codes.Length == 0);
    }

    [Fact]
    public async Task Two_files_that_import_a_third_report_its_errors_once()
    {
        var third = folder.Write("parts/lab ü.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        await session.OpenAsync(folder.UriOf("one.topo"), Importing);
        await session.OpenAsync(folder.UriOf("two.topo"), Importing);
        await session.DiagnosticsAsync(folder.UriOf("two.topo"), 1);

        await session.OpenAsync(third, Texts.MisspeltKeyword, version: 5);

        await session.DiagnosticsAsync(third, 5, codes => codes is [Texts.Misspelt]);
    }

    [Fact]
    public async Task Nothing_outside_the_workspace_is_read()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("secret.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        var path = Path.GetRelativePath(folder.Path, Path.Combine(elsewhere.Path, "secret.topo"));

        await session.OpenAsync(Main, $"import \"{path}\"\n");

        await session.DiagnosticsAsync(Main, 1, codes => codes.Length == 1);
        var secret = elsewhere.UriOf("secret.topo");
        Assert.DoesNotContain(session.Client.Received, message => (string?)message["params"]?["uri"] == secret);
    }

    [Fact]
    public async Task A_folder_that_is_added_to_the_workspace_may_be_read_from_then_on()
    {
        using var elsewhere = new TemporaryFolder();
        var other = elsewhere.Write("other.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: folder.Path);
        var path = Path.GetRelativePath(folder.Path, Path.Combine(elsewhere.Path, "other.topo"));
        await session.OpenAsync(Main, $"import \"{path}\"\n");
        await session.DiagnosticsAsync(Main, 1, codes => codes.Length == 1);

        var added = new[] { new { uri = TemporaryFolder.UriOfPath(elsewhere.Path), name = "elsewhere" } };
        var change = new { added, removed = Array.Empty<object>() };
        await session.Client.NotifyAsync("workspace/didChangeWorkspaceFolders", new { @event = change });

        await session.DiagnosticsAsync(other, version: null, codes => codes is [Texts.Misspelt]);
    }

    [Fact]
    public async Task Without_a_workspace_a_file_may_import_its_neighbours()
    {
        folder.Write("parts/lab ü.topo", Texts.MisspeltKeyword);
        await using var session = await ServerSession.StartAsync(root: null);

        await session.OpenAsync(Main, Importing);

        await session.DiagnosticsAsync(Part, version: null, codes => codes is [Texts.Misspelt]);
    }

    private static Task ChangedOnDiskAsync(ServerSession session, string uri) =>
        session.Client.NotifyAsync(
            "workspace/didChangeWatchedFiles",
            new { changes = new[] { new { uri, type = 2 } } }
        );
}
