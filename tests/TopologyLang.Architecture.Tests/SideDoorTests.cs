namespace TopologyLang.Architecture.Tests;

/// <summary>Nothing that a workspace says is run, loaded or sent: the server has no code that could.</summary>
public class SideDoorTests
{
    [Theory]
    [InlineData("Process.Start(")]
    [InlineData("ProcessStartInfo")]
    [InlineData("HttpClient")]
    [InlineData("TcpClient")]
    [InlineData("new Socket(")]
    [InlineData("System.Net.Sockets")]
    [InlineData("Assembly.Load")]
    [InlineData("Activator.CreateInstance")]
    [InlineData("TypeNameHandling")]
    public void The_server_uses_none(string door)
    {
        var users = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "server"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains(door, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file));

        Assert.Empty(users);
    }
}
