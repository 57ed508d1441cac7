using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Order;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>
/// Which values of a line must be told apart. As long as a buffer is written and read in the order of the text, the
/// newest and the others. Where a read may come after a later write, or two writes may change places, those that some
/// read tells apart: each value that one is meant to return, and between them the rest.
/// </summary>
internal static class LineValues
{
    /// <returns>
    /// For each word the number of each write's value, in the order of the text; empty where the newest is enough.
    /// </returns>
    public static ImmutableArray<ImmutableArray<int>> Of(ProgramOrder order, ImmutableArray<string> words) =>
        words.All(order.KeepsText) ? [] : [.. words.Select(word => Of(order, word))];

    /// <summary>The steps with the values that they write or are meant to read.</summary>
    public static ImmutableArray<LineStep> Named(
        ProgramOrder order,
        ImmutableArray<ImmutableArray<int>> values,
        ImmutableArray<LineStep> steps
    )
    {
        if (values.IsEmpty)
        {
            return steps;
        }

        return
        [
            .. steps.Select(
                (step, index) =>
                {
                    var version = order.Steps[index] switch
                    {
                        { Kind: OrderKind.Write } => order.Reads[index].Version,
                        { Kind: OrderKind.Read } => order.Reads[index].NewestVersion,
                        _ => LineOp.Newest,
                    };
                    return version == LineOp.Newest || step.DoesNothing
                        ? step
                        : step with
                        {
                            Version = version,
                            Value = values[step.Word][version],
                        };
                }
            ),
        ];
    }

    private static ImmutableArray<int> Of(ProgramOrder order, string buffer)
    {
        var accesses = order.Steps.Where(step => step.IsAccess && step.Step.Buffer == buffer).ToList();
        var wanted = accesses
            .Where(step => step.IsRead)
            .Select(step => order.Reads[step.Index].NewestVersion)
            .ToHashSet();
        var writes = accesses.Count(step => step.Kind == OrderKind.Write);
        var numbers = ImmutableArray.CreateBuilder<int>(writes + 1);
        numbers.Add(0);
        for (var version = 1; version <= writes; version++)
        {
            var apart = wanted.Contains(version) || wanted.Contains(version - 1);
            numbers.Add(numbers[^1] + (apart ? 1 : 0));
        }

        return numbers.ToImmutable();
    }
}
