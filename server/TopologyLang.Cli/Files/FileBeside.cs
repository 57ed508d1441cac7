using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TopologyLang.Analysis.Files;

namespace TopologyLang.Cli.Files;

/// <summary>A new file beside the one whose place it shall take; gone afterwards, whatever comes of it.</summary>
/// <remarks>
/// It is held open until it has taken the place, so a file of such a name that nobody holds is what a process has left
/// that was killed, and the next one takes it away.
/// </remarks>
internal sealed class FileBeside : IDisposable
{
    private readonly string target;
    private readonly string path;
    private readonly UnixFileMode? mode;
    private readonly FileStream file;
    private bool isInPlace;

    private FileBeside(string target, string path, UnixFileMode? mode)
    {
        (this.target, this.path, this.mode) = (target, path, mode);
        file = Open(path, mode);
    }

    /// <param name="mode">As it is to be in the end; null: as every new file. Nobody may do more with it
    /// meanwhile.</param>
    public static FileBeside Create(string target, UnixFileMode? mode)
    {
        var folder = Path.GetDirectoryName(target)!;
        var usual = Path.Combine(folder, $".{Path.GetFileName(target)}.topo-new");
        TakeAwayLeftover(usual);
        try
        {
            return new FileBeside(target, usual, mode);
        }
        catch (IOException) when (IsThere(usual))
        {
            // Another process is at work on the file, or somebody has put something there: only a name that nobody can
            // know is free for sure.
            var other =
                $".{Path.GetFileName(target)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.topo-new";
            return new FileBeside(target, Path.Combine(folder, other), mode);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <returns>False where this process may not do that.</returns>
    public bool Give(FileOwner owner) =>
        FileKind.OwnerOf(path) is not { } own
        || (own.User, own.Group) == (owner.User, owner.Group)
        || ChangeOwner(path, owner.User, owner.Group) == 0;

    public void TakePlace()
    {
        if (mode is { } wanted && !OperatingSystem.IsWindows())
        {
            // Behind the owner, whose change takes bits of the mode away; the mask of the process has done so already.
            File.SetUnixFileMode(path, wanted);
        }

        File.Move(path, target, overwrite: true);
        isInPlace = true;
    }

    public void Dispose()
    {
        file.Dispose();
        if (!isInPlace)
        {
            File.Delete(path);
        }
    }

    /// <summary>Only a file that is not there yet: a link that somebody has put there would lead elsewhere.</summary>
    private static FileStream Open(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = 0,
        };
        if (mode is { } wanted && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = wanted;
        }

        return new FileStream(path, options);
    }

    private static bool IsThere(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void TakeAwayLeftover(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).LinkTarget is not null || FileKind.WhatElse(path) is not null)
        {
            return;
        }

        try
        {
            // Who writes it holds it; a file that can be had alone is nobody's.
            using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays; the new file gets another name.
        }
    }

#pragma warning disable SYSLIB1054 // The generated code is unsafe code; this room does without.
    /// <summary>Source: POSIX lchown(); it follows no link.</summary>
    [DllImport("libc", EntryPoint = "lchown", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
#pragma warning restore SYSLIB1054
}
