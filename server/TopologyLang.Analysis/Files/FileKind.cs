using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace TopologyLang.Analysis.Files;

/// <summary>
/// What a path names, found out without opening it: to open a pipe waits until somebody writes into it, and to open a
/// device may do something.
/// </summary>
public static class FileKind
{
    // Source: Linux include/uapi/linux/stat.h; struct statx is the same on every architecture.
    private const int FromCurrentFolder = -100;
    private const uint BasicWanted = 0x7ff;
    private const int TypeMask = 0xF000;

    /// <summary>As <see cref="WhatElse"/> calls one.</summary>
    public const string Pipe = "a pipe";

    /// <inheritdoc cref="Pipe"/>
    public const string Folder = "a folder";

    private static readonly FrozenDictionary<int, string> NotOrdinary = new Dictionary<int, string>
    {
        [0x1000] = Pipe,
        [0x2000] = "a device",
        [0x4000] = Folder,
        [0x6000] = "a device",
        [0xC000] = "a socket",
    }.ToFrozenDictionary();

    /// <summary>
    /// Names that Windows gives to devices in every folder, with any extension. Source: Microsoft, "Naming Files,
    /// Paths, and Namespaces".
    /// </summary>
    private static readonly FrozenSet<string> DevicesOfWindows = new[]
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
    }
        .Concat(from port in new[] { "COM", "LPT" } from number in "0123456789\u00b9\u00b2\u00b3" select port + number)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for an ordinary file, and for none at all; else what it is, such as "a pipe".</summary>
    public static string? WhatElse(string path)
    {
        if (OperatingSystem.IsWindows() && IsDeviceOfWindows(Path.GetFileName(path)))
        {
            return "a device";
        }

        return Directory.Exists(path) ? Folder
            : OperatingSystem.IsLinux() ? WhatElseOnLinux(path)
            : null;
    }

    public static bool IsDeviceOfWindows(string fileName) =>
        DevicesOfWindows.Contains(fileName.Split('.', ':')[0].TrimEnd(' '));

    private static string? WhatElseOnLinux(string path) =>
        StatX(FromCurrentFolder, path, 0, BasicWanted, out var status) == 0
            ? NotOrdinary.GetValueOrDefault(status.Mode & TypeMask)
            : null;

    /// <summary>
    /// Whose a file is, links followed; null where that is not known (not on Linux, or no such file).
    /// </summary>
    public static FileOwner? OwnerOf(string path) =>
        OperatingSystem.IsLinux() && StatX(FromCurrentFolder, path, 0, BasicWanted, out var status) == 0
            ? new FileOwner(status.User, status.Group, status.Names)
            : null;

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(16)]
        public uint Names;

        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;
    }

#pragma warning disable SYSLIB1054 // The generated code is unsafe code; this room does without.
    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        out Status status
    );
#pragma warning restore SYSLIB1054
}

/// <summary>Whose a file is.</summary>
/// <param name="Names">How many names it has (hard links); a new file that takes the place of one of them is not what
/// the others name.</param>
public readonly record struct FileOwner(uint User, uint Group, uint Names);
