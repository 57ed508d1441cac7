namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>One file uses a type that another file declares.</summary>
/// <param name="From">The file that uses, from the folder of the sources, with slashes.</param>
/// <param name="To">The file that declares.</param>
/// <param name="Type">The type, by its outermost name.</param>
/// <param name="Line">The first line of <paramref name="From"/> that uses it, from 1.</param>
internal sealed record Arrow(string From, string To, string Type, int Line)
{
    public string FromFolder => Folder(From);

    public string ToFolder => Folder(To);

    public override string ToString() => $"{From}:{Line} uses {Type} of {To}";

    private static string Folder(string file) => file[..Math.Max(0, file.LastIndexOf('/'))];
}
