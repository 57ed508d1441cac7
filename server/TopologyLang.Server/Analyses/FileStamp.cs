namespace TopologyLang.Server.Analyses;

/// <summary>What tells one state of a file from the next without reading it.</summary>
public readonly record struct FileStamp(long Length, DateTime Written)
{
    /// <summary>
    /// Null for what is no plain file; also for a link, whose own time says nothing about the file that it leads to.
    /// </summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.LinkTarget is null ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
    }
}
