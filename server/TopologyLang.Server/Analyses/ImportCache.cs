using System.Collections.Concurrent;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Analyses;

/// <summary>
/// Imported files as they were parsed last, so that a keystroke does not read them again. A file counts as unchanged
/// while its size and time are the same; a client that watches files says more surely when one has changed.
/// </summary>
public sealed class ImportCache
{
    private readonly ConcurrentDictionary<string, (FileStamp Stamp, SyntaxTree Tree)> files = new(
        StringComparer.Ordinal
    );

    public SyntaxTree? Find(string path) =>
        files.TryGetValue(path, out var known) && FileStamp.Of(path) == known.Stamp ? known.Tree : null;

    /// <param name="stamp">As it was before the file was read: a change while it was read is then seen the next
    /// time.</param>
    public void Add(string path, FileStamp stamp, SyntaxTree tree) => files[path] = (stamp, tree);

    public void Forget(string path) => files.TryRemove(path, out _);
}
