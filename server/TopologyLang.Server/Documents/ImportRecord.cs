using System.Collections.Concurrent;

namespace TopologyLang.Server.Documents;

/// <summary>
/// The files that one analysis asked for, there or not: a change of any of them makes it out of date.
/// </summary>
public sealed class ImportRecord
{
    private readonly ConcurrentDictionary<string, DocumentTree?> asked = new(StringComparer.Ordinal);

    /// <summary>Each path with the open text that was used; null where the disk answered.</summary>
    public IEnumerable<KeyValuePair<string, DocumentTree?>> Asked => asked;

    public void Add(string path, DocumentTree? open) => asked[path] = open;

    public bool Contains(string path) => asked.ContainsKey(path);

    /// <summary>
    /// The open text that was used for this path; null where the disk answered, or where it was not asked for.
    /// </summary>
    public DocumentTree? TreeOf(string path) => asked.GetValueOrDefault(path);
}
