using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Runs;

/// <summary>
/// Names for the values of one buffer. A value is the write that made it, so the name says which one: "fb version 2" is
/// the second write to fb. A recycled page holds zeros, and what was in it before is the old owner's.
/// </summary>
public sealed class ValueNames
{
    private const string Initial = "initial contents";
    private const string Zeros = "zeros";
    private const string Secret = "the old owner's secret";

    private readonly ImmutableArray<string> names;

    public ValueNames(Program program, string buffer)
    {
        var makers = program
            .Steps.Where(step => step.Buffer == buffer && Makes(step.Kind))
            .Select(step => step.Kind)
            .ToList();
        var lastRecycle = makers.LastIndexOf(StepKind.Recycle);
        names =
        [
            lastRecycle >= 0 ? Secret : Initial,
            .. makers.Select((kind, index) => Name(buffer, kind, index, makers, lastRecycle)),
        ];
    }

    /// <param name="value">0: what memory held at the start; N: what the Nth write of the program to the buffer
    /// made.</param>
    public string this[int value] => names[value];

    private static bool Makes(StepKind kind) => kind is StepKind.Write or StepKind.DmaWrite or StepKind.Recycle;

    private static string Name(string buffer, StepKind kind, int index, List<StepKind> makers, int lastRecycle)
    {
        if (kind == StepKind.Recycle)
        {
            return Zeros;
        }

        var number = makers.Take(index + 1).Count(maker => maker != StepKind.Recycle);
        var name = string.Create(CultureInfo.InvariantCulture, $"{buffer} version {number}");
        return index < lastRecycle ? $"the old owner's {name}" : name;
    }
}
