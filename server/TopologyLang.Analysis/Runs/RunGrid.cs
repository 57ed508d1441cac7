using System.Collections.Immutable;

namespace TopologyLang.Analysis.Runs;

/// <summary>A run as rows and columns: what every picture of it has in common. The first row is the start.</summary>
/// <param name="Columns">Titles.</param>
public sealed record RunGrid(ImmutableArray<string> Columns, ImmutableArray<GridRow> Rows)
{
    /// <returns>Null for a run without steps.</returns>
    public static RunGrid? Of(ExplainedRun run)
    {
        if (run.Start is not { } start)
        {
            return null;
        }

        var states = run.Steps.Select(step => step.State).Prepend(start).ToList();
        var columns = new List<IGridColumn> { new MemoryColumn() };
        columns.AddRange(start.Caches.Select(cache => new CacheColumn(cache.Cpu)));
        columns.AddRange(start.Shared is null ? [] : [new SharedColumn()]);
        columns.AddRange(
            start
                .Combining.Where(buffer => states.Exists(state => state.Combining[buffer.Cpu].Value is not null))
                .Select(buffer => new CombiningColumn(buffer.Cpu))
        );
        if (states.Exists(state => !state.Pending.IsEmpty))
        {
            columns.Add(new PendingColumn());
        }

        if (
            states.Exists(state =>
                state.Vcpus.Any(vcpu => vcpu.PhysicalCpu != vcpu.Number || vcpu.DirtyMask is not null)
            )
        )
        {
            columns.AddRange(start.Vcpus.Select((vcpu, place) => new VcpuColumn(vcpu.Number, place)));
        }

        columns.Add(new NewestColumn());
        var rows = run.Steps.Select(step => new GridRow(
            [
                Head(GridCell.Number(step.Number)),
                Head(step.Actor),
                Head(What(step)),
                .. columns.Select(column => column.Cell(step.State, step.Changed)),
            ],
            step.Sentence,
            step.FromEnvironment,
            step.Number == run.Steps.Length
        ));
        var first = new GridRow(
            [Head("-"), Head(""), Head("start"), .. columns.Select(column => column.Cell(start, []))],
            "",
            false,
            false
        );
        return new RunGrid(["step", "who", "what", .. columns.Select(column => column.Title)], [first, .. rows]);
    }

    private static string What(ExplainedStep step)
    {
        var what = step.Buffer is null ? step.Action : $"{step.Action} {step.Buffer}";
        return step.Line is { } line ? $"{what} (line {GridCell.Number(line)})" : what;
    }

    private static GridCell Head(string text) => new(text, CellKind.Plain, Changed: false);
}

/// <param name="FromEnvironment">No statement does it.</param>
/// <param name="Wrong">The step that reads stale data.</param>
public sealed record GridRow(ImmutableArray<GridCell> Cells, string Sentence, bool FromEnvironment, bool Wrong);
