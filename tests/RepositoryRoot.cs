namespace TopologyLang.Tests;

/// <summary>The folder that holds the solution, found upwards from the test's own.</summary>
internal static class RepositoryRoot
{
    public static readonly string Path = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "TopologyLang.sln"))
            ? folder
            : Find(
                Directory.GetParent(folder)?.FullName
                    ?? throw new InvalidOperationException("no TopologyLang.sln above the tests")
            );
}
