using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>A property of a declaration, with where it was read. Without a name it is a comment of its own.</summary>
public sealed record Line(string? Name, string Value, string Comment)
{
    public static Line Unknown(string comment) => new(null, "", comment);

    public static Line YesNo(string name, Read<bool> read) => new(name, read.Value ? "yes" : "no", read.From);
}
