using System.Reflection;
using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

/// <summary>
/// THIRD-PARTY-NOTICES.md names every assembly that ships with <c>topo</c>, in its version, and none that does not.
/// </summary>
public class NoticesTests
{
    private static readonly string[] Shipped =
    [
        .. JObject.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "topo.deps.json")))["targets"]!
            .SelectMany(target => target.First!.Children<JProperty>())
            .SelectMany(library => library.Value["runtime"]?.Children<JProperty>() ?? [])
            .Select(assembly => Path.GetFileNameWithoutExtension(assembly.Name))
            .Where(name => name != "topo" && !name.StartsWith("TopologyLang.", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The rows of the first table: library, version, assemblies, licence, copyright.</summary>
    private static readonly string[][] Rows =
    [
        .. File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "THIRD-PARTY-NOTICES.md"))
            .SkipWhile(line => !line.StartsWith("| library |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Each_assembly_is_listed_once() =>
        Assert.Equal(Shipped, Rows.SelectMany(row => Assemblies(row)).Order(StringComparer.Ordinal));

    [Fact]
    public void In_the_version_that_ships()
    {
        var wrong =
            from row in Rows
            from assembly in Assemblies(row)
            let version = AssemblyName.GetAssemblyName(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"))
            let information = System
                .Diagnostics.FileVersionInfo.GetVersionInfo(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"))
                .ProductVersion
            where
                !$"{information}".StartsWith(row[1], StringComparison.Ordinal)
                && !$"{version.Version}".StartsWith(row[1], StringComparison.Ordinal)
            select $"{assembly} is {information}, listed as {row[1]}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void With_a_licence_whose_text_is_there()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "THIRD-PARTY-NOTICES.md"));
        var heading = new Dictionary<string, string>
        {
            ["MIT"] = "## The MIT License",
            ["Apache-2.0"] = "## Apache License, Version 2.0",
        };
        Assert.All(Rows, row => Assert.Contains(heading[row[3]], text, StringComparison.Ordinal));
    }

    private static string[] Assemblies(string[] row) => row[2] == "–" ? [] : row[2].Split(", ");
}
