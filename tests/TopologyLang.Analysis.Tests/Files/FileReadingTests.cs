using System.Diagnostics;
using System.Net.Sockets;
using TopologyLang.Analysis.Files;

namespace TopologyLang.Analysis.Tests.Files;

/// <summary>Reading ends, whatever the file is and whoever writes to it meanwhile.</summary>
public sealed class FileReadingTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/dev/zero", "is a device, not a file")]
    [InlineData("/dev/null", "is a device, not a file")]
    [InlineData("/dev/tty", "is a device, not a file")]
    [InlineData("/dev", "is a folder, not a file")]
    public async Task What_is_no_ordinary_file_is_not_opened(string path, string problem) =>
        Assert.Equal(problem, await ProblemAsync(OnUnix(path)));

    /// <summary>Nobody writes into it: to open it would wait for ever.</summary>
    [Fact]
    public async Task A_pipe_is_not_opened()
    {
        MakePipe(folder.At("pipe.topo"));

        Assert.Equal("is a pipe, not a file", await ProblemAsync(folder.At("pipe.topo")));
    }

    [Fact]
    public async Task A_link_to_a_pipe_is_not_opened()
    {
        MakePipe(folder.At("pipe"));
        File.CreateSymbolicLink(folder.At("link.topo"), "pipe");

        Assert.Equal("is a pipe, not a file", await ProblemAsync(folder.At("link.topo")));
    }

    [Fact]
    public async Task A_socket_is_not_opened()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.At("socket.topo")));

        Assert.Equal("is a socket, not a file", await ProblemAsync(folder.At("socket.topo")));
    }

    [Fact]
    public async Task A_file_above_the_limit_is_not_read_to_its_end()
    {
        using (var file = File.Create(folder.At("large.topo")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal(
            "is larger than the limit of 16 MiB for a .topo file",
            await ProblemAsync(folder.At("large.topo"))
        );
    }

    [Fact]
    public void An_empty_file_is_an_empty_text() =>
        Assert.Equal("", FileSource.Read(folder.Write("empty.topo", "")).Text!.Content);

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_read_again()
    {
        var path = folder.Write("busy.topo", "old");
        var changes = 0;

        var (text, _) = TextFile.Read(path, WithChangeAfter(() => changes++ == 0));

        Assert.Equal("new", text!.Content);
    }

    [Fact]
    public void A_file_that_never_stops_changing_is_not_read()
    {
        var (text, problem) = TextFile.Read(folder.Write("busy.topo", "old"), WithChangeAfter(() => true));

        Assert.Equal((null, "changes while it is read; try again when it is written"), (text, problem));
    }

    /// <summary>Of the same length, within the same tick of the clock.</summary>
    private static Func<string, byte[]> WithChangeAfter(Func<bool> changes) =>
        path =>
        {
            var bytes = File.ReadAllBytes(path);
            if (changes())
            {
                File.WriteAllText(path, "new");
            }

            return bytes;
        };

    private static string OnUnix(string path)
    {
        Assert.True(!OperatingSystem.IsWindows(), "these devices are files on Unix");
        return path;
    }

    private static async Task<string?> ProblemAsync(string path) =>
        await Task.Run(() => FileSource.Read(path).Problem).WaitAsync(Soon);

    private static void MakePipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
