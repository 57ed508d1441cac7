using System.Diagnostics;
using System.Runtime.InteropServices;
using TopologyLang.Tests;

namespace TopologyLang.Benchmarks;

/// <summary>
/// Publishes <c>topo</c> the way it is shipped: ahead-of-time compiled (ReadyToRun), on the installed runtime.
/// </summary>
public static class Publication
{
    /// <returns>The path of the executable.</returns>
    /// <exception cref="InvalidOperationException">It cannot be published.</exception>
    public static string OfTopo()
    {
        var output = Path.Combine(RepositoryRoot.Path, "artifacts", "benchmark-topo");
        Console.Error.WriteLine($"publishing topo to {output}");
        string[] arguments =
        [
            "publish",
            Path.Combine(RepositoryRoot.Path, "server", "TopologyLang.Cli"),
            "-c",
            "Release",
            "-r",
            RuntimeInformation.RuntimeIdentifier,
            "--self-contained",
            "false",
            "-p:PublishReadyToRun=true",
            "-o",
            output,
            "-v",
            "q",
            // A restore for one platform has a lock file of its own: the committed one is for all.
            "-p:NuGetLockFilePath=obj/publish.lock.json",
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        return publish.ExitCode == 0
            ? Path.Combine(output, OperatingSystem.IsWindows() ? "topo.exe" : "topo")
            : throw new InvalidOperationException($"dotnet publish failed:\n{said}");
    }
}
