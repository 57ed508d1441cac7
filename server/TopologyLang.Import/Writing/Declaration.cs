using System.Collections.Immutable;
using TopologyLang.Import.Facts;

namespace TopologyLang.Import.Writing;

/// <summary>One declaration of the text.</summary>
/// <param name="Head">All before the brace: <c>device nic behind dmar0</c>.</param>
/// <param name="Doc">Shown on hover; empty for none.</param>
public sealed record Declaration(string Head, string Doc, ImmutableArray<Line> Lines);
