using System.Security.Cryptography;
using System.Text;
using TopologyLang.Analysis.Files;

namespace TopologyLang.Cli.Files;

/// <summary>
/// Writes a file so that whoever looks, whenever, sees all of the old text or all of the new: the new one is written beside it, brought to
/// the disk, and renamed.
/// </summary>
public static class WholeFile
{
    private const string Unchanged = "; nothing was changed";

    /// <param name="path">A link stays one: what it leads to is written.</param>
    /// <param name="isWanted">Asked last, before the new text takes the place of the old one; no: nothing is changed.</param>
    /// <returns>Null; or what went wrong and what to do, in words that fit after the file's name. Nothing is changed then.</returns>
    public static string? Write(string path, string text, Func<bool>? isWanted = null)
    {
        try
        {
            return FileKind.WhatElse(path) switch
            {
                "a folder" => "is a folder, not a file; name a file in it",
                not null => Pass(path, text),
                null => RealPaths.Of(path) is { } target
                    ? Replace(target, text, isWanted)
                    : $"cannot be written: its links lead in a circle{Unchanged}",
            };
        }
        catch (UnauthorizedAccessException)
        {
            return $"cannot be written: permission denied for it or its folder{Unchanged}. Make both writable, or write elsewhere";
        }
        catch (DirectoryNotFoundException)
        {
            return "cannot be written: its folder does not exist. Make the folder first";
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            return $"cannot be written: {Reason(error)}{Unchanged}. Make room, or write elsewhere";
        }
    }

    private static string? Replace(string target, string text, Func<bool>? isWanted)
    {
        var beside = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.new"
        );
        var exists = File.Exists(target);
        if (exists)
        {
            // A new file in its place would get around the permission that the old one lacks.
            using var permitted = new FileStream(
                target,
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete
            );
        }

        try
        {
            WriteNew(beside, text);
            if (exists && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            }

            if (isWanted is not null && !isWanted())
            {
                return $"was changed by somebody else meanwhile{Unchanged}. Try again";
            }

            File.Move(beside, target, overwrite: true);
            return null;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Only a file that is not there yet: a link that somebody has put there would lead elsewhere.</summary>
    private static void WriteNew(string path, string text)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    /// <summary>To a pipe or a device: it has no old text, and a file must not take its place.</summary>
    private static string? Pass(string target, string text)
    {
        using var file = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush();
        return null;
    }

    /// <summary>The system's words, without the name of the file beside, which is gone by then.</summary>
    private static string Reason(Exception error) =>
        error is ArgumentException
            ? "the file would become larger than it may" // EFBIG: .NET has no exception of its own for it.
            : error.Message.Split(" : ")[0].TrimEnd('.').Replace("No space", "no space", StringComparison.Ordinal);
}
