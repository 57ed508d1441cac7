using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Statements;

/// <summary>
/// One row of the table of operands: the parser, its messages, the binder, completion and the colours read it.
/// </summary>
/// <param name="Pattern">What stands for it in a pattern of the statement table.</param>
/// <param name="Description">What a message calls it.</param>
internal sealed record OperandForm(OperandKind Kind, string Pattern, OperandLexeme Lexeme, string Description)
{
    /// <summary>One row for each <see cref="OperandKind"/>, in its order.</summary>
    private static readonly ImmutableArray<OperandForm> Table =
    [
        new(OperandKind.NewBuffer, "new", OperandLexeme.Name, "a name for the buffer"),
        new(OperandKind.Buffer, "buffer", OperandLexeme.Name, "a buffer name"),
        new(OperandKind.Size, "size", OperandLexeme.Size, "a size such as 4KiB"),
        new(OperandKind.MemoryType, "type", OperandLexeme.MemoryType, "a memory type")
        {
            Words = WordTable.Words<MemoryType>(),
        },
        new(OperandKind.Cpu, "cpu", OperandLexeme.Number, "a CPU number"),
        new(OperandKind.PhysicalCpu, "physical", OperandLexeme.Number, "the number of a physical CPU"),
        Declared(OperandKind.Device, "device", DeclarationKind.Device),
        Declared(OperandKind.Domain, "domain", DeclarationKind.Domain),
        Declared(OperandKind.Guest, "guest", DeclarationKind.Guest),
        Declared(OperandKind.Program, "program", DeclarationKind.Program),
        Declared(OperandKind.Scenario, "scenario", DeclarationKind.Scenario),
        Declared(OperandKind.Host, "host", DeclarationKind.Host),
        new(OperandKind.Kernel, "kernel", OperandLexeme.Version, "a kernel version such as 6.8"),
        new(OperandKind.Box, "box", OperandLexeme.Number, "a box from 1 to 4"),
        new(OperandKind.Run, "run", OperandLexeme.Number, "the number of a run, counted from 0"),
        new(OperandKind.Errno, "errno", OperandLexeme.Errno, "an errno such as EINVAL"),
        new(OperandKind.Hazard, "hazard", OperandLexeme.Hazard, "a hazard")
        {
            // Nothing is stale about a value that was overwritten: it has an expectation of its own.
            Words = WordTable.Words<Hazard>().Remove(WordTable.Of(Hazard.Overwritten)),
        },
        new(OperandKind.Barrier, "barrier", OperandLexeme.Barrier, "a barrier such as dma_wmb")
        {
            Words = WordTable.Words<BarrierKind>(),
        },
    ];

    /// <summary>The only words that it may be; empty where any will do.</summary>
    public ImmutableArray<string> Words { get; private init; } = [];

    /// <summary>The kind of declaration that it names; null where it names none.</summary>
    public DeclarationKind? Declaration { get; private init; }

    public static OperandForm Of(OperandKind kind) => Table[(int)kind];

    /// <param name="pattern">As <see cref="Pattern"/>.</param>
    public static OperandForm Of(string pattern) => Table.First(operand => operand.Pattern == pattern);

    private static OperandForm Declared(OperandKind kind, string pattern, DeclarationKind declaration) =>
        new(kind, pattern, OperandLexeme.Name, $"a {pattern} name") { Declaration = declaration };
}
