using System.Collections.Immutable;
using System.Text;
using TopologyLang.Import.Binary;

namespace TopologyLang.Import.Machines;

/// <summary>
/// What was collected of one machine, in the layout of docs/import.md: file names with <c>/</c>, each with its bytes.
/// Every source is brought into this layout first, so there is one importer.
/// </summary>
/// <param name="Origin">What the user gave, for the first line of the text.</param>
/// <param name="Notes">What could not be seen, and what would help; they become comments.</param>
public sealed record MachineFiles(
    string Origin,
    ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files,
    ImmutableArray<string> Notes
)
{
    public static MachineFiles Of(string origin, params (string Name, byte[] Bytes)[] files) =>
        new(
            origin,
            files.ToImmutableSortedDictionary(
                file => file.Name,
                file => (ReadOnlyMemory<byte>)file.Bytes,
                StringComparer.Ordinal
            ),
            []
        );

    public ByteView? View(string name) =>
        Files.TryGetValue(name, out var bytes) && bytes.Length > 0 ? new ByteView(name, bytes) : null;

    /// <summary>Null where there is no such file.</summary>
    public string? Text(string name) => Files.TryGetValue(name, out var bytes) ? TextOf(bytes.Span) : null;

    /// <summary>
    /// UTF-8, or UTF-16 with its mark, as PowerShell writes it. What is neither becomes replacement characters.
    /// </summary>
    public static string TextOf(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xff, 0xfe, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xfe, 0xff, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            [0xef, 0xbb, 0xbf, .. var rest] => Encoding.UTF8.GetString(rest),
            _ => Encoding.UTF8.GetString(bytes),
        };

    public IEnumerable<string> Names(string folder) =>
        Files.Keys.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal));
}
