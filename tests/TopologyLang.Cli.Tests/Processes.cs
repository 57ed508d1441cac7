using System.ComponentModel;
using System.Diagnostics;

namespace TopologyLang.Cli.Tests;

/// <summary><c>topo</c> as a process of its own, under what the system imposes on it.</summary>
internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>The words that start it.</summary>
    public static readonly string[] Topo = ["dotnet", Path.Combine(AppContext.BaseDirectory, "topo.dll")];

    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(late.Token),
            process.StandardError.ReadToEndAsync(late.Token)
        );
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', command)} did not end");
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Whether this system lets us run that.</summary>
    public static async Task<bool> CanAsync(params string[] command)
    {
        try
        {
            return (await RunAsync(command)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
