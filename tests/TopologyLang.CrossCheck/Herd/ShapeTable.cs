using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>The table of the shapes in docs/model.md.</summary>
internal static class ShapeTable
{
    public static readonly ImmutableArray<Architecture> Architectures =
    [
        Architecture.X86_64,
        Architecture.S390x,
        Architecture.Arm64,
        Architecture.Riscv64,
        Architecture.Loongarch64,
        Architecture.Arm,
        Architecture.Ppc64,
    ];

    public static string Of(IEnumerable<Shape> shapes) =>
        string.Join(
            '\n',
            shapes
                .Select(shape => Row([shape.Title, shape.Accesses, .. Architectures.Select(one => Cell(shape, one))]))
                .Prepend(Row([.. Enumerable.Repeat("---", Architectures.Length + 2)], ""))
                .Prepend(Row(["shape", "accesses", .. Architectures.Select(OrderSample.Word)]))
        );

    private static string Row(string[] cells, string space = " ") =>
        $"|{string.Concat(cells.Select(cell => $"{space}{cell}{space}|"))}";

    /// <summary>The verdict without barriers, and the weakest ones with which the program is coherent.</summary>
    private static string Cell(Shape shape, Architecture architecture)
    {
        var plain = Word(Shape.Check(shape.Plain(architecture)));
        if (plain == Word(VerdictKind.Coherent))
        {
            return plain;
        }

        var enough = shape
            .WithBarriers(architecture)
            .Where(one => Shape.Check(one.Sample) == VerdictKind.Coherent)
            .Select(one => one.Kinds.OfType<BarrierKind>().Select(StepNames.Of))
            .FirstOrDefault();
        return enough is not null ? $"{plain}: {string.Join(", ", enough)}"
            : plain == Word(VerdictKind.Undecided) ? plain
            : $"{plain}; with barriers undecided";
    }

    private static string Word(VerdictKind kind) => kind.ToString().ToLowerInvariant();
}
