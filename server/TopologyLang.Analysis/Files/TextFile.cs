using System.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Files;

/// <summary>
/// Reads an ordinary file as text. Never waits, but for a pipe that may be read, and never reads more than a .topo file
/// may have.
/// </summary>
internal static class TextFile
{
    /// <summary>Somebody who writes without a pause does not keep us reading.</summary>
    private const int Attempts = 5;

    /// <summary>
    /// Two changes within one tick of the clock that stamps files have the same stamp. Source: Linux
    /// include/linux/timekeeping.h, the coarse clock; HZ is 100 at the least.
    /// </summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The text, or what is wrong with the file, in words that fit after its name.</summary>
    /// <param name="pipes">A pipe is read to its end.</param>
    public static (SourceText? Text, string? Problem) Read(string path, bool pipes = false) =>
        Read(path, BytesOf, pipes);

    internal static (SourceText? Text, string? Problem) Read(
        string path,
        Func<string, byte[]> bytesOf,
        bool pipes = false
    )
    {
        try
        {
            if (FileKind.WhatElse(path) is { } kind)
            {
                return pipes && kind == FileKind.Pipe ? Decoded(bytesOf(path)) : (null, $"is {kind}, not a file");
            }

            if (new FileInfo(path) is { Exists: true, Length: 0 } && !OperatingSystem.IsLinux())
            {
                // Elsewhere a pipe cannot be told from an empty file without opening it, and has the length 0 too.
                return (SourceText.From(""), null);
            }

            return SteadyBytes(path, bytesOf) is { } bytes
                ? Decoded(bytes)
                : (null, "changes while it is read; try again when it is written");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "does not exist");
        }
        catch (UnauthorizedAccessException)
        {
            return (null, "cannot be read: permission denied");
        }
        catch (DecoderFallbackException error)
        {
            return (null, $"is not UTF-8 text (byte 0x{error.BytesUnknown?[0]:x2} at offset {error.Index})");
        }
        catch (Exception error) when (error is IOException or NotSupportedException or ArgumentException)
        {
            return (null, $"cannot be read: {error.Message}");
        }
    }

    /// <exception cref="DecoderFallbackException">Not UTF-8.</exception>
    private static (SourceText? Text, string? Problem) Decoded(byte[] bytes) =>
        bytes.Length > SourceLimits.FileLength
            ? (null, $"is larger than the limit of {SourceLimits.FileLength / 1024 / 1024} MiB for a .topo file")
            : (SourceText.From(StrictUtf8.GetString(WithoutByteOrderMark(bytes))), null);

    /// <summary>
    /// Half of one text and half of the next would have findings that no text of the file ever had. (A writer that
    /// pauses with the file half written cannot be told from one that is done.)
    /// </summary>
    /// <returns>Null where the file changed each time that it was read.</returns>
    private static byte[]? SteadyBytes(string path, Func<string, byte[]> bytesOf)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = Stamp(path);
            var young = (DateTime.UtcNow - before.Written).Duration() < Tick;
            var bytes = bytesOf(path);
            if (!young && Stamp(path) == before)
            {
                return bytes;
            }

            Thread.Sleep(Tick);
        }

        return null;
    }

    private static (long Length, DateTime Written) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private static byte[] BytesOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return ReadUpTo(stream, SourceLimits.FileLength + 1);
    }

    private static byte[] ReadUpTo(Stream stream, int limit)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        int read;
        while (
            buffer.Length < limit
            && (read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, limit - buffer.Length))) > 0
        )
        {
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
}
