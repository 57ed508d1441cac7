using System.Reflection;

namespace TopologyLang.Server.Tests;

public sealed class LibraryTests
{
    /// <summary>9 and later break OmniSharp 0.19.5 at run time; 13 and later are under another licence.</summary>
    [Fact]
    public void MediatR_stays_at_major_version_8() =>
        Assert.Equal(8, typeof(MediatR.IMediator).Assembly.GetName().Version!.Major);

    [Fact]
    public void Every_library_that_the_server_loads_is_in_the_notices()
    {
        var notices = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "THIRD-PARTY-NOTICES.md"));

        var libraries = ReferencesOf(typeof(LanguageServerHost).Assembly, []);

        Assert.Contains("OmniSharp.Extensions.JsonRpc", libraries);
        Assert.DoesNotContain(libraries, name => !IsNamed(notices, name));
    }

    private static HashSet<string> ReferencesOf(Assembly assembly, HashSet<string> found)
    {
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            var file = Path.Combine(AppContext.BaseDirectory, reference.Name + ".dll");
            if (File.Exists(file) && !IsOwn(reference) && found.Add(reference.Name!))
            {
                ReferencesOf(Assembly.LoadFrom(file), found);
            }
        }

        foreach (var own in assembly.GetReferencedAssemblies().Where(IsOwn))
        {
            ReferencesOf(Assembly.Load(own), found);
        }

        return found;
    }

    private static bool IsOwn(AssemblyName name) => name.Name!.StartsWith("TopologyLang", StringComparison.Ordinal);

    /// <summary>
    /// By its whole name, or by what the table adds to a family's name ("Microsoft.Extensions.Configuration,
    /// .Logging").
    /// </summary>
    private static bool IsNamed(string notices, string name) =>
        notices.Contains(name, StringComparison.Ordinal)
        || Enumerable
            .Range(1, name.Count(letter => letter == '.'))
            .Any(parts =>
                notices.Contains(string.Join('.', name.Split('.')[..parts]), StringComparison.Ordinal)
                && notices.Contains("." + name.Split('.')[parts], StringComparison.Ordinal)
                && parts >= 2
            );
}
