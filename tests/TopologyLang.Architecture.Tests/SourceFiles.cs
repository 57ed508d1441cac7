using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>The texts of the sources below a folder of the repository, without what a build made.</summary>
internal static class SourceFiles
{
    public static IEnumerable<string> In(string folder, string pattern = "*.cs") =>
        Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), pattern, SearchOption.AllDirectories)
            .Where(file =>
                !Path.GetRelativePath(RepositoryRoot.Path, file)
                    .Split(Path.DirectorySeparatorChar)
                    .Any(part => part is "bin" or "obj")
            );

    /// <summary>Every place at which the expression matches, as <c>file:line: text</c>.</summary>
    public static IEnumerable<string> Matches(string folder, Regex expression, string pattern = "*.cs") =>
        from file in In(folder, pattern)
        from line in File.ReadLines(file).Index()
        where expression.IsMatch(line.Item)
        select $"{Path.GetRelativePath(RepositoryRoot.Path, file)}:{line.Index + 1}: {line.Item.Trim()}";
}
