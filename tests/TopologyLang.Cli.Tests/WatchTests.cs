using System.Text;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Tests;

public sealed class WatchTests
{
    [Fact]
    public async Task A_change_of_an_imported_file_checks_again_and_ctrl_c_ends_with_the_last_result()
    {
        using var folder = new TemporaryFolder();
        folder.Write("host.topo", "host desk { kernel = 6.8 }\n");
        var file = folder.Write(
            "a.topo",
            "import \"host.topo\"\ndevice nic on desk { bus = pcie 0000:03:00.0 }\nexpect nic in box 3\n"
        );
        var output = new StringWriter(new StringBuilder());
        using var interrupt = new CancellationTokenSource();

        var running = Task.Run(() =>
            CommandLine.RunAsync(
                ["check", "--watch", file],
                new CommandConsole(Stream.Null, Stream.Null, TextWriter.Synchronized(output), TextWriter.Null),
                interrupt.Token
            )
        );
        await UntilAsync(() => output.ToString().Contains("nic", StringComparison.Ordinal));
        folder.Write("host.topo", "host desk { kernal = 6.8 }\n");
        await UntilAsync(() => output.ToString().Contains("1 file: 2 errors", StringComparison.Ordinal));
        await interrupt.CancelAsync();

        Assert.Equal(1, await running);
        Assert.Contains("changed, checked again", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A check takes its time, and nobody waits with saving until it is done.</summary>
    [Fact]
    public async Task A_file_that_is_saved_while_it_is_checked_is_checked_again()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", "host desk { kernel = 6.8 }\n");
        using var output = new SavingWriter(() => folder.Write("a.topo", "host desk { kernal = 6.8 }\n"));
        using var interrupt = new CancellationTokenSource();

        var running = Task.Run(() =>
            CommandLine.RunAsync(
                ["check", "--watch", file],
                new CommandConsole(Stream.Null, Stream.Null, TextWriter.Synchronized(output), TextWriter.Null),
                interrupt.Token
            )
        );
        await UntilAsync(() => output.ToString().Contains("1 file: 1 error", StringComparison.Ordinal));
        await interrupt.CancelAsync();

        Assert.Equal(1, await running);
    }

    /// <summary>
    /// Saves a file while the first result is written: after it was read, and before anybody looks for changes.
    /// </summary>
    private sealed class SavingWriter(Action save) : StringWriter(new StringBuilder())
    {
        private Action? first = save;

        public override void Write(string? value)
        {
            first?.Invoke();
            first = null;
            base.Write(value);
        }

        public override void WriteLine(string? value)
        {
            Write(value);
            base.WriteLine();
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var end = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "nothing happened for 20 seconds");
            await Task.Delay(50);
        }
    }
}
