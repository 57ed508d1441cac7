namespace TopologyLang.Import.Reading;

/// <summary>A value and where it was read: a file with an offset, or a line of a log.</summary>
public sealed record Read<T>(T Value, string From);
