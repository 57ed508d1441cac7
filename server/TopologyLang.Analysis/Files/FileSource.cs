using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Files;

/// <summary>
/// Reads .topo files, and of imports only what lies in the given roots, links followed. Each import is read once: one
/// analysis sees one text of a file. Safe for several threads.
/// </summary>
/// <param name="roots">Folders; nothing outside them is read for an import.</param>
/// <param name="known">Gives the tree of a file, by its full path, that is held elsewhere (open in an editor); null:
/// read it.</param>
public sealed partial class FileSource(ImmutableArray<string> roots, Func<string, SyntaxTree?>? known = null)
{
    /// <summary>Of one file, directly and through others. More is no machine that a person describes.</summary>
    public const int MostImports = 1000;

    /// <summary>In UTF-16 code units, together.</summary>
    public const long LongestImports = 4L * SourceLimits.FileLength;

    /// <summary>
    /// In UTF-16 code units. Source: Linux include/uapi/linux/limits.h, PATH_MAX; other systems take less.
    /// </summary>
    private const int LongestPath = 4096;

    private readonly ImmutableArray<string> fullRoots = [.. roots.Select(Path.GetFullPath)];
    private readonly Lazy<ImmutableArray<string>> realRoots = new(() =>
        [.. roots.Select(RealPaths.Of).OfType<string>()]
    );
    private readonly ConcurrentDictionary<string, Lazy<(SyntaxTree? Tree, string? Problem)>> imports = new(
        StringComparer.Ordinal
    );
    private long length;

    /// <summary>The text of a file, or what is wrong with it, in words that fit after its name.</summary>
    public static (SourceText? Text, string? Problem) Read(string path) => TextFile.Read(path);

    /// <summary>
    /// The same of a file that the user names; what was handed over to this process is read then, once, though it is a
    /// pipe.
    /// </summary>
    public static (SourceText? Text, string? Problem) ReadNamed(string path) =>
        TextFile.Read(path, pipes: IsHandedOver(path));

    /// <summary>
    /// One of the process's own open files, such as <c>/dev/stdin</c> or the <c>/dev/fd/63</c> that a shell writes for
    /// <c>&lt;(command)</c>. A pipe that merely lies in a folder may be somebody's trap: whoever opens it waits.
    /// </summary>
    public static bool IsHandedOver(string path) => OwnFile().IsMatch(path);

    [GeneratedRegex("^(/dev/stdin|/dev/fd/[0-9]+|/proc/self/fd/[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnFile();

    /// <summary>
    /// The file that an import names, be it there or not. Null where no system has a file of such a name.
    /// </summary>
    public static string? FullPath(string fromPath, string importText) =>
        importText.Length > LongestPath || importText.Contains('\0', StringComparison.Ordinal)
            ? null
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(fromPath) ?? "", importText));

    /// <summary>Resolves an import relative to the file that it stands in.</summary>
    public ImportedFile Import(string fromPath, string importText)
    {
        if (FullPath(fromPath, importText) is not { } full)
        {
            return new ImportedFile(importText, null, "is no file's name");
        }

        var shown = Path.IsPathRooted(fromPath) ? full : Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        var (tree, problem) = RealPathInside(full) is { } real
            ? Imported(full, real)
            : (null, "lies outside the workspace, where nothing is read");
        return new ImportedFile(shown, tree, problem);
    }

    /// <summary>
    /// By its name first: of what lies outside not even the existence is asked, and to ask for a file of another
    /// machine would tell that machine who asks. Then by where it really leads.
    /// </summary>
    private string? RealPathInside(string full) =>
        IsInside(fullRoots, full) || IsInside(realRoots.Value, full)
            ? RealPaths.Of(full) is { } real && IsInside(realRoots.Value, real)
                ? real
                : null
            : null;

    private (SyntaxTree? Tree, string? Problem) Imported(string full, string real)
    {
        if (known?.Invoke(full) is { } tree)
        {
            return (tree, null);
        }

        if (imports.Count >= MostImports && !imports.ContainsKey(full))
        {
            return (null, $"is one import too many: at most {MostImports} are read");
        }

        // What was found to lie inside is what is read.
        return imports.GetOrAdd(full, _ => new Lazy<(SyntaxTree?, string?)>(() => Parsed(real))).Value;
    }

    private (SyntaxTree? Tree, string? Problem) Parsed(string path)
    {
        var (text, problem) = Read(path);
        if (text is null)
        {
            return (null, problem);
        }

        return Interlocked.Add(ref length, text.Length) > LongestImports
            ? (null, $"makes the imports too long: at most {LongestImports / 1024 / 1024} MiB are read together")
            : (SyntaxTree.Parse(text), null);
    }

    private static bool IsInside(ImmutableArray<string> folders, string path) =>
        folders.Any(folder => RealPaths.IsInside(folder, path, Path.DirectorySeparatorChar));
}
