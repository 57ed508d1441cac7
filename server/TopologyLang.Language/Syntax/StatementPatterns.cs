using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Syntax;

/// <summary>How a pattern of the statement table is read, and what stands for an operand in text.</summary>
internal static class StatementPatterns
{
    private static readonly FrozenDictionary<string, OperandKind> Operands = new Dictionary<string, OperandKind>
    {
        ["buffer"] = OperandKind.Buffer,
        ["size"] = OperandKind.Size,
        ["type"] = OperandKind.MemoryType,
        ["cpu"] = OperandKind.Cpu,
        ["physical"] = OperandKind.PhysicalCpu,
        ["device"] = OperandKind.Device,
        ["domain"] = OperandKind.Domain,
        ["guest"] = OperandKind.Guest,
        ["program"] = OperandKind.Program,
        ["scenario"] = OperandKind.Scenario,
        ["host"] = OperandKind.Host,
        ["kernel"] = OperandKind.Kernel,
        ["box"] = OperandKind.Box,
        ["run"] = OperandKind.Run,
        ["errno"] = OperandKind.Errno,
        ["hazard"] = OperandKind.Hazard,
        ["barrier"] = OperandKind.Barrier,
        ["new"] = OperandKind.NewBuffer,
    }.ToFrozenDictionary();

    public static StatementElement Element(string text)
    {
        var optional = text.StartsWith('[');
        var inner = optional ? text[1..^1] : text;
        return inner.StartsWith('{')
            ? new StatementElement(inner, [], Operands[inner[1..^1]], optional)
            : new StatementElement(inner, [.. inner.Split('|')], null, optional);
    }

    /// <summary>What a message calls the operand.</summary>
    public static string Describe(OperandKind operand) =>
        operand switch
        {
            OperandKind.NewBuffer => "a name for the buffer",
            OperandKind.Size => "a size such as 4KiB",
            OperandKind.MemoryType => "a memory type",
            OperandKind.Cpu => "a CPU number",
            OperandKind.PhysicalCpu => "the number of a physical CPU",
            OperandKind.Kernel => "a kernel version such as 6.8",
            OperandKind.Box => "a box from 1 to 4",
            OperandKind.Run => "the number of a run, counted from 0",
            OperandKind.Errno => "an errno such as EINVAL",
            OperandKind.Hazard => "a hazard",
            OperandKind.Barrier => "a barrier such as dma_wmb",
            _ => $"a {operand.ToString().ToLowerInvariant()} name",
        };

    /// <summary>The only words that an operand may be; empty where any name will do.</summary>
    public static ImmutableArray<string> WordsOf(OperandKind operand) =>
        operand switch
        {
            OperandKind.MemoryType => WordTable.Words<MemoryType>(),
            // Of what is overwritten nothing is stale: it has an expectation of its own.
            OperandKind.Hazard => WordTable.Words<Hazard>().Remove(WordTable.Of(Hazard.Overwritten)),
            OperandKind.Barrier => WordTable.Words<BarrierKind>(),
            _ => [],
        };
}
