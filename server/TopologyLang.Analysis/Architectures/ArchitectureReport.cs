using System.Collections.Immutable;
using TopologyLang.Analysis.Terms;

namespace TopologyLang.Analysis.Architectures;

/// <summary>What programs come to on several architectures, as JSON has it.</summary>
/// <param name="Version">Of this form.</param>
/// <param name="Architectures">In the order in which they were asked for.</param>
public sealed record ArchitectureReport(
    int Version,
    ImmutableArray<string> Architectures,
    ImmutableArray<ArchitectureReportFile> Files
)
{
    public static ArchitectureReport Of(
        ImmutableArray<string> architectures,
        IEnumerable<ArchitectureComparison> comparisons
    ) => new(1, architectures, [.. comparisons.Select(Of)]);

    private static ArchitectureReportFile Of(ArchitectureComparison comparison) =>
        new(
            comparison.Analysis.Path,
            [.. comparison.Columns.Select(Of)],
            [
                .. comparison.Rows.Select(row => new ArchitectureReportProgram(
                    row.Program,
                    row.Scenario,
                    row.Run,
                    [
                        .. row.Answers.Select(
                            (answer, column) => Of(Words.Of(comparison.Columns[column].Architecture), answer)
                        ),
                    ]
                )),
            ]
        );

    private static ArchitectureReportColumn Of(ArchitectureColumn column) =>
        new(
            Words.Of(column.Architecture),
            column.IsWritten,
            [
                .. column.Obstacles.Select(one => new ArchitectureReportObstacle(
                    one.Code,
                    one.Where.Path,
                    one.Line,
                    one.Message
                )),
            ],
            column.Notes
        );

    private static ArchitectureReportAnswer Of(string architecture, ArchitectureAnswer answer) =>
        answer.Run?.Verdict is { } verdict
            ? new(
                architecture,
                Words.Of(verdict.Kind),
                verdict.Hazard is { } hazard ? Words.Of(hazard) : null,
                verdict.States,
                verdict.Run.IsEmpty ? null : verdict.Run.Length,
                answer.Why,
                answer.Line
            )
            : new(architecture, null, null, 0, null, answer.Why ?? answer.Word, answer.Line);
}

public sealed record ArchitectureReportFile(
    string File,
    ImmutableArray<ArchitectureReportColumn> ChangedOver,
    ImmutableArray<ArchitectureReportProgram> Programs
);

/// <param name="AsWritten">Every host of the file has the architecture already.</param>
/// <param name="Obstacles">What the architecture does not have; a program that depends on it has no verdict.</param>
/// <param name="Notes">What is different there besides the architecture: defaults, makers of CPUs.</param>
public sealed record ArchitectureReportColumn(
    string Architecture,
    bool AsWritten,
    ImmutableArray<ArchitectureReportObstacle> Obstacles,
    ImmutableArray<string> Notes
);

public sealed record ArchitectureReportObstacle(string Code, string File, int Line, string Message);

public sealed record ArchitectureReportProgram(
    string Name,
    string? Scenario,
    int Run,
    ImmutableArray<ArchitectureReportAnswer> Answers
);

/// <param name="Verdict">As in the result of <c>topo check</c>; null where the program cannot be changed over, is not
/// understood or does not run.</param>
/// <param name="Length">Steps of the shortest run that goes wrong; null without one.</param>
/// <param name="Why">What goes wrong, is not known, or keeps it from being changed over; null where it is
/// coherent.</param>
/// <param name="Line">From 1: where that stands; null where it has no place.</param>
public sealed record ArchitectureReportAnswer(
    string Architecture,
    string? Verdict,
    string? Hazard,
    long States,
    int? Length,
    string? Why,
    int? Line
);
