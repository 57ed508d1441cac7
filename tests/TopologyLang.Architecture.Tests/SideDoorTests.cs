namespace TopologyLang.Architecture.Tests;

/// <summary>
/// Nothing that a workspace says is run or loaded: the server has no code that could. That nothing is sent, the build
/// holds (build/BannedSymbols.Server.txt).
/// </summary>
public class SideDoorTests
{
    [Theory]
    [InlineData("Process.Start(")]
    [InlineData("ProcessStartInfo")]
    [InlineData("Assembly.Load")]
    [InlineData("Activator.CreateInstance")]
    [InlineData("TypeNameHandling")]
    public void The_server_uses_none(string door)
    {
        var users = SourceFiles
            .In("server")
            .Where(file => File.ReadAllText(file).Contains(door, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file));

        Assert.Empty(users);
    }
}
