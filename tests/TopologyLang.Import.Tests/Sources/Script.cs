using System.Diagnostics;

namespace TopologyLang.Import.Tests.Sources;

/// <summary>Runs scripts/collect.sh and gives what it wrote to standard output.</summary>
internal static class Script
{
    public static bool IsRoot =>
        Environment.UserName == "root"
        || File.Exists("/proc/self/status")
            && File.ReadLines("/proc/self/status").Any(line => line.StartsWith("Uid:\t0\t", StringComparison.Ordinal));

    public static async Task<(byte[] Archive, string Errors)> CollectAsync(string? root, params string[] prefix)
    {
        var (exitCode, output, errors) = await RunAsync(root, prefix, "-");
        Assert.True(exitCode == 0, errors);
        return (output, errors);
    }

    public static async Task<(int ExitCode, byte[] Output, string Errors)> RunAsync(
        string? root,
        string[] prefix,
        params string[] arguments
    )
    {
        string[] command = [.. prefix, "sh", Path.Combine(Repository.Root, "scripts", "collect.sh"), .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TMPDIR"] = "/tmp";
        if (root is not null)
        {
            start.Environment["TOPO_ROOT"] = root;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var archive = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(archive);
        await process.WaitForExitAsync();
        return (process.ExitCode, archive.ToArray(), await errors);
    }
}

/// <summary>A test that only a system with a POSIX shell and sysfs can run.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/sys/bus/pci/devices"))
        {
            Skip = "collect.sh and sysfs need Linux with PCI";
        }
    }
}

/// <summary>The same for a theory.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = new LinuxFactAttribute().Skip;
}

/// <summary>A test that becomes an ordinary user, which only root can.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Script.IsRoot || !File.Exists("/usr/bin/setpriv"))
        {
            Skip = "only root, with setpriv, can try it as an ordinary user";
        }
    }
}
