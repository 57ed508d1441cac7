using System.Globalization;

namespace TopologyLang.Analysis.Runs;

/// <param name="Changed">By the row's step.</param>
public sealed record GridCell(string Text, CellKind Kind, bool Changed)
{
    /// <summary>A number as a cell shows it, whatever the culture.</summary>
    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

public enum CellKind
{
    Plain,

    /// <summary>No copy.</summary>
    Empty,

    /// <summary>The newest value.</summary>
    Newest,

    /// <summary>Another value than the newest.</summary>
    Old,
}
