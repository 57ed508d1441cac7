namespace TopologyLang.Import.Tests;

/// <summary>The folder that holds the solution, found upwards from the test's own, and the machines in it.</summary>
internal static class Repository
{
    public static readonly string Root = Find(AppContext.BaseDirectory);

    public static string Machines => Path.Combine(Root, "tests", "machines");

    public static IEnumerable<string> MachineNames => Directory.GetDirectories(Machines).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "TopologyLang.sln"))
        ? folder
        : Find(Directory.GetParent(folder)?.FullName ?? throw new InvalidOperationException("no TopologyLang.sln above the tests"));
}
