namespace TopologyLang.Import.Tests;

/// <summary>The machines that are kept with the tests.</summary>
internal static class Repository
{
    public static string Root => RepositoryRoot.Path;

    public static string Machines => Path.Combine(Root, "tests", "machines");

    public static IEnumerable<string> MachineNames =>
        Directory.GetDirectories(Machines).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);
}
