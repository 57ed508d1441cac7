using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Binding.Partition;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Pipeline;

/// <summary>
/// What there is to say about one island of a file. It holds on to no text and no names, so it may be kept for long.
/// </summary>
/// <param name="Findings">In the order of the text.</param>
public sealed record IslandAnswer(Island Island, ImmutableArray<Finding> Findings)
{
    /// <summary>Of syntax and of names, warnings too.</summary>
    public required int Mistakes { get; init; }

    /// <summary>
    /// Something in it speaks of the rest of the file: of a name that may have been meant, or of a line's number.
    /// </summary>
    public required bool DependsOnElsewhere { get; init; }

    /// <summary>The same answer where its declarations stand now; null where they are not all the same ones.</summary>
    public IslandAnswer? At(Island now)
    {
        if (DependsOnElsewhere || Island.Members.Length != now.Members.Length || Island.Own.Length != now.Own.Length)
        {
            return null;
        }

        var stays = true;
        for (var i = 0; i < now.Members.Length; i++)
        {
            if (!ReferenceEquals(Island.Members[i].Syntax, now.Members[i].Syntax))
            {
                return null;
            }

            stays &= Island.Members[i].Start == now.Members[i].Start;
        }

        return stays
            ? this
            : this with
            {
                Island = now,
                Findings = [.. Findings.Select(finding => finding.Moved(where => Moved(where, now)))],
            };
    }

    /// <summary>
    /// A finding of an island speaks of the island's declarations alone; each has its own way that it moved.
    /// </summary>
    private FileSpan Moved(FileSpan where, Island now)
    {
        var (low, high) = (0, now.Members.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Island.Members[middle].Start <= where.Span.Start ? (middle, high) : (low, middle - 1);
        }

        return where with
        {
            Span = where.Span.Shift(now.Members[low].Start - Island.Members[low].Start),
        };
    }
}
