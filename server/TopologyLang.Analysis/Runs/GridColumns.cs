using System.Collections.Immutable;

namespace TopologyLang.Analysis.Runs;

/// <summary>One part of the state as a column.</summary>
internal interface IGridColumn
{
    string Title { get; }

    GridCell Cell(RunState state, ImmutableArray<string> changed);
}

internal sealed class MemoryColumn : IGridColumn
{
    public string Title => "memory";

    public GridCell Cell(RunState state, ImmutableArray<string> changed) =>
        new(state.Memory, state.Memory == state.Expected ? CellKind.Newest : CellKind.Old, changed.Contains("memory"));
}

internal sealed class CacheColumn(int cpu) : IGridColumn
{
    public string Title => $"cache {GridCell.Number(cpu)}";

    public GridCell Cell(RunState state, ImmutableArray<string> changed)
    {
        var cache = state.Caches[cpu];
        return cache.Value is { } value
            ? new(
                $"{cache.State}: {value}",
                value == state.Expected ? CellKind.Newest : CellKind.Old,
                changed.Contains(Title)
            )
            : new("", CellKind.Empty, changed.Contains(Title));
    }
}

internal sealed class SharedColumn : IGridColumn
{
    public string Title => "shared cache";

    public GridCell Cell(RunState state, ImmutableArray<string> changed) =>
        state.Shared is { Value: { } value } shared
            ? new(
                $"{shared.State}: {value}",
                value == state.Expected ? CellKind.Newest : CellKind.Old,
                changed.Contains(Title)
            )
            : new("", CellKind.Empty, changed.Contains(Title));
}

internal sealed class CombiningColumn(int cpu) : IGridColumn
{
    public string Title => $"write buffer {GridCell.Number(cpu)}";

    public GridCell Cell(RunState state, ImmutableArray<string> changed) =>
        state.Combining[cpu].Value is { } value
            ? new(value, value == state.Expected ? CellKind.Newest : CellKind.Old, changed.Contains(Title))
            : new("", CellKind.Empty, changed.Contains(Title));
}

internal sealed class PendingColumn : IGridColumn
{
    public string Title => "pending";

    public GridCell Cell(RunState state, ImmutableArray<string> changed) =>
        new(
            string.Join(", ", state.Pending.Select(one => $"{one.Actor} {one.Operation}")),
            state.Pending.IsEmpty ? CellKind.Empty : CellKind.Plain,
            changed.Any(cell => cell.StartsWith("pending ", StringComparison.Ordinal))
        );
}

/// <summary>Where a vCPU is, and the CPUs that its next wbinvd reaches besides.</summary>
/// <param name="number">The vCPU.</param>
/// <param name="place">Its index in <see cref="RunState.Vcpus"/>.</param>
internal sealed class VcpuColumn(int number, int place) : IGridColumn
{
    private readonly string cell = $"vcpu {GridCell.Number(number)}";

    public string Title => $"{cell} on";

    public GridCell Cell(RunState state, ImmutableArray<string> changed)
    {
        var vcpu = state.Vcpus[place];
        var mask = vcpu.DirtyMask is { } cpus ? $" mask {{{string.Join(',', cpus.Select(GridCell.Number))}}}" : "";
        return new($"CPU {GridCell.Number(vcpu.PhysicalCpu)}{mask}", CellKind.Plain, changed.Contains(cell));
    }
}

internal sealed class NewestColumn : IGridColumn
{
    public string Title => "newest";

    public GridCell Cell(RunState state, ImmutableArray<string> changed) =>
        new(state.Expected, CellKind.Plain, changed.Contains("expected"));
}
