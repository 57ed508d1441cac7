using OmniSharp.Extensions.LanguageServer.Protocol;

namespace TopologyLang.Server.Documents;

/// <summary>
/// Between a client's addresses and the paths that findings name. <see cref="DocumentUri"/> is the key everywhere:
/// its ToUri() decodes percent signs wrongly, and as a string one file has several addresses.
/// </summary>
public static class DocumentPaths
{
    /// <summary>The absolute path of a file; for what is no file (an untitled document) its address as it is.</summary>
    public static string Of(DocumentUri uri) =>
        IsFile(uri) ? Path.GetFullPath(DocumentUri.GetFileSystemPath(uri)!) : uri.ToString();

    public static DocumentUri ToUri(string path) =>
        Path.IsPathRooted(path) ? DocumentUri.FromFileSystemPath(path) : DocumentUri.From(path);

    public static bool IsFile(DocumentUri uri) => uri.Scheme == "file";
}
