using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>Buffers that share a line.</summary>
internal sealed record LineBuffers(ImmutableArray<BufferPath> Buffers);

/// <summary>Lines that are searched together.</summary>
internal sealed record LineGroup(ImmutableArray<LineBuffers> Lines);

/// <summary>
/// Which buffers of a program depend on each other, so that they must be searched together. Buffers that share a line
/// are words of it. Lines are otherwise alike to each other, with one exception: a wait for one of them lets only such
/// runs pass in which its newest value has arrived, and so a stale read of any other line is a run of both. All else
/// that lines share (program order, where a vCPU runs, KVM's dirty mask) is a function of the place in the program.
/// </summary>
internal static class LineGroups
{
    public static ImmutableArray<LineGroup> Of(ProgramPath path)
    {
        var lines = Lines(path);
        // Whoever waits for a buffer that nobody writes sees what he waits for at once, and every time.
        var written = path.Program.Steps.Where(step => step.IsWrite).Select(step => step.Buffer).ToHashSet();
        var waited = path
            .Program.Steps.Where(step => step.IsWait && written.Contains(step.Buffer))
            .Select(step => step.Buffer)
            .ToHashSet();
        var flags = lines.Where(IsWaitedFor).ToImmutableArray();
        var others = lines
            .Where(line => !IsWaitedFor(line))
            .Select(line => new LineGroup(flags.Add(line)))
            .ToImmutableArray();
        return others.IsEmpty && !flags.IsEmpty ? [new LineGroup(flags)] : others;

        bool IsWaitedFor(LineBuffers line) => line.Buffers.Any(buffer => waited.Contains(buffer.Buffer));
    }

    private static ImmutableArray<LineBuffers> Lines(ProgramPath path)
    {
        var owners = LineOwners.Of(path.Program);
        return
        [
            .. path
                .Buffers.GroupBy(buffer => owners[buffer.Buffer], StringComparer.Ordinal)
                .Select(line => new LineBuffers([.. line])),
        ];
    }
}
