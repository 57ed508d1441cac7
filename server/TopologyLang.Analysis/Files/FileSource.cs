using System.Collections.Immutable;
using System.Text;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Files;

/// <summary>Reads .topo files, and of imports only what lies in the given roots, links followed.</summary>
/// <param name="roots">Folders; nothing outside them is read for an import.</param>
/// <param name="known">Gives the tree of a file, by its full path, that is held elsewhere (open in an editor); null: read it.</param>
public sealed class FileSource(ImmutableArray<string> roots, Func<string, SyntaxTree?>? known = null)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ImmutableArray<string> realRoots = [.. roots.Select(RealPath)];

    /// <summary>The text of a file, or what is wrong with it, in words that fit after its name.</summary>
    public static (SourceText? Text, string? Problem) Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return (null, "is a folder, not a file");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = ReadUpTo(stream, SourceLimits.FileLength + 1);
            return bytes.Length > SourceLimits.FileLength
                ? (null, $"is larger than the limit of {SourceLimits.FileLength / 1024 / 1024} MiB for a .topo file")
                : (SourceText.From(StrictUtf8.GetString(WithoutByteOrderMark(bytes))), null);
        }
        catch (FileNotFoundException)
        {
            return (null, "does not exist");
        }
        catch (DirectoryNotFoundException)
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

    /// <summary>Resolves an import relative to the file that it stands in.</summary>
    public ImportedFile Import(string fromPath, string importText)
    {
        var path = Path.Combine(Path.GetDirectoryName(fromPath) ?? "", importText);
        var full = Path.GetFullPath(path);
        var shown = Path.IsPathRooted(fromPath) ? full : Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        if (!realRoots.Any(root => IsInside(root, RealPath(full))))
        {
            return new ImportedFile(shown, null, "lies outside the workspace, where nothing is read");
        }

        if (known?.Invoke(full) is { } tree)
        {
            return new ImportedFile(shown, tree, null);
        }

        var (text, problem) = Read(full);
        return new ImportedFile(shown, text is null ? null : SyntaxTree.Parse(text), problem);
    }

    private static bool IsInside(string root, string path) =>
        path == root || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The absolute path with every link on the way followed, so that a link cannot lead out of a root.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full) ?? "";
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            var target = LinkTarget(real);
            real = target is null ? real : Path.GetFullPath(target);
        }

        return real;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.LinkTarget is null ? null : info.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] ReadUpTo(Stream stream, int limit)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        int read;
        while (buffer.Length < limit && (read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, limit - buffer.Length))) > 0)
        {
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(byte[] bytes) => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)
        ? bytes.AsSpan(Encoding.UTF8.Preamble.Length)
        : bytes;
}
