using System.Diagnostics;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>
/// An import that no file can have is a finding at the import, and everything else of the file is answered as ever.
/// </summary>
public sealed class HostileImportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a\0b.topo")]
    [InlineData("/dev/zero")]
    [InlineData("../../../../../../../etc/passwd")]
    [InlineData("//127.0.0.1/share/a.topo")]
    [InlineData("pipe.topo")]
    [InlineData("link.topo")]
    public async Task It_is_reported_and_harms_nothing(string import)
    {
        using (var made = Process.Start("mkfifo", [Path.Combine(folder.Path, "pipe.topo")]))
        {
            await made.WaitForExitAsync();
        }

        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.topo"), "/etc/passwd");
        var uri = folder.UriOf("main.topo");
        await using var session = await ServerSession.StartAsync(root: folder.Path);

        await session.OpenAsync(uri, $"import \"{import}\"\nhost desk {{ }}\n");

        await session.DiagnosticsAsync(uri, 1, codes => codes is ["TOPO2010"]);
        Assert.Null((await session.RequestAsync("textDocument/hover", uri, line: 1, character: 6))["error"]);
        Assert.Null((await session.RequestAsync("textDocument/documentLink", uri))["error"]);
        Assert.Null((await session.RequestAsync("topology/simulate", uri))["error"]);
    }
}
