using System.Text;
using TopologyLang.Analysis.Files;

namespace TopologyLang.Cli.Files;

/// <summary>
/// Writes a file so that whoever looks, whenever, sees all of the old text or all of the new: the new one is written
/// beside it, brought to the disk, and renamed.
/// </summary>
public static class WholeFile
{
    private const string Unchanged = "; nothing was changed";

    /// <summary>A text that is new, whatever stood there.</summary>
    /// <param name="path">A link stays one: what it leads to is written. What is no ordinary file is not, but for what
    /// was handed over to this process.</param>
    /// <returns>
    /// Null; or what went wrong and what to do, in words that fit after the file's name. Nothing is changed then.
    /// </returns>
    public static string? Write(string path, string text) =>
        Guarded(path, text, new Change(KeepsMark: false, () => true)).Problem;

    /// <summary>The old text, laid out anew: its byte order mark stays.</summary>
    /// <param name="path">A link stays one: what it leads to is written.</param>
    /// <param name="isWanted">Asked last, before the new text takes the place of the old one; no: nothing is
    /// changed.</param>
    public static Rewritten Rewrite(string path, string text, Func<bool> isWanted) =>
        Guarded(path, text, new Change(KeepsMark: true, isWanted));

    /// <param name="Problem">What went wrong and what to do, in words that fit after the file's name; nothing is
    /// changed then.</param>
    /// <param name="Remark">What is not as it was, in words that fit after the file's name.</param>
    public readonly record struct Rewritten(string? Problem, string? Remark);

    private sealed record Change(bool KeepsMark, Func<bool> IsWanted);

    private static Rewritten Guarded(string path, string text, Change change)
    {
        try
        {
            return FileKind.WhatElse(path) switch
            {
                null => RealPaths.Of(path) is { } target
                    ? Replace(target, text, change)
                    : Failed($"cannot be written: its links lead in a circle{Unchanged}"),
                FileKind.Folder => Failed("is a folder, not a file; name a file in it"),
                _ when path is "/dev/stdout" or "/dev/stderr" || FileSource.IsHandedOver(path) => Pass(path, text),
                var kind => Failed($"is {kind}, not a file{Unchanged}"),
            };
        }
        catch (UnauthorizedAccessException)
        {
            return Failed(
                $"cannot be written: permission denied for it or its folder{Unchanged}. Make both writable, or write "
                    + "elsewhere"
            );
        }
        catch (DirectoryNotFoundException)
        {
            return Failed("cannot be written: its folder does not exist. Make the folder first");
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            return Failed($"cannot be written: {Reason(error)}{Unchanged}. Make room, or write elsewhere");
        }
    }

    private static Rewritten Failed(string problem) => new(problem, null);

    private static Rewritten Replace(string target, string text, Change change)
    {
        var owner = FileKind.OwnerOf(target);
        var mode = OwnMode(target);
        var hasMark = false;
        if (File.Exists(target))
        {
            // A new file in its place would get around the permission that the old one lacks.
            using var permitted = new FileStream(
                target,
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete
            );
            hasMark = change.KeepsMark && StartsWithMark(target);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        using var beside = FileBeside.Create(target, mode);
        beside.Write(hasMark ? [.. Encoding.UTF8.Preamble, .. bytes] : bytes);
        var keepsOwner = owner is not { } whose || beside.Give(whose);
        if (!change.IsWanted())
        {
            return Failed($"was changed by somebody else meanwhile{Unchanged}. Try again");
        }

        beside.TakePlace();
        return new Rewritten(null, Remark(owner, keepsOwner));
    }

    private static UnixFileMode? OwnMode(string target) =>
        File.Exists(target) && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(target) : null;

    private static bool StartsWithMark(string target)
    {
        using var file = File.OpenRead(target);
        var start = new byte[Encoding.UTF8.Preamble.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && Encoding.UTF8.Preamble.SequenceEqual(start);
    }

    private static string? Remark(FileOwner? owner, bool keepsOwner) =>
        owner is { Names: > 1 and var names }
            ? $"had {names} names (hard links): the other{(names == 2 ? " one keeps" : "s keep")} the old text"
        : keepsOwner ? null
        : "belongs to you now: only root may leave it to who owned it";

    /// <summary>
    /// To a pipe or a device of this process's own: it has no old text, and a file must not take its place.
    /// </summary>
    private static Rewritten Pass(string target, string text)
    {
        using var file = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush();
        return default;
    }

    /// <summary>The system's words, without the name of the file beside, which is gone by then.</summary>
    private static string Reason(Exception error) =>
        error is ArgumentException
            ? "the file would become larger than it may" // EFBIG: .NET has no exception of its own for it.
            : error.Message.Split(" : ")[0].TrimEnd('.').Replace("No space", "no space", StringComparison.Ordinal);
}
