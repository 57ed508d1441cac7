using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Which of a program's buffers are used in a way that what the model leaves out can matter to.</summary>
internal static class TouchedBuffers
{
    /// <summary>Write-combining on x86, where nothing but a fence orders its stores.</summary>
    public static bool Combine(ProgramPath path) =>
        path.Buffers.Any(buffer => buffer.Ordering == AccessOrdering.Combining && IsAccessedByCpu(path, buffer.Buffer));

    public static bool CombineChecked(ProgramPath path) =>
        path.Buffers.Any(buffer =>
            buffer.Ordering == AccessOrdering.Combining
            && buffer.Access.Contains(AccessClass.UncachedChecked)
            && IsAccessedByCpu(path, buffer.Buffer)
        );

    public static bool AreReadPastAllocation(ProgramPath path) =>
        path.Buffers.Any(buffer =>
        {
            ImmutableArray<Step> steps = [.. StepsOn(path, buffer.Buffer)];
            return steps.Any(step =>
                    step.Kind == StepKind.DmaWrite && path.DeviceAt(step)?.Of(step) is Snooped.Yes or Snooped.Either
                )
                && (
                    steps.Any(step => IsRead(step.Kind) && BypassesCaches(path, buffer, step))
                    || path.Program.Steps.Any(step => step.Kind is StepKind.Invd or StepKind.DcIvac or StepKind.DcIsw)
                );
        });

    /// <summary>
    /// The first step on the buffer looks into no cache, and nothing emptied the caches of it before.
    /// </summary>
    public static bool BeginPastTheCaches(ProgramPath path) =>
        path.Buffers.Any(buffer =>
            path.Program.Steps.Where(step => Concerns(step, buffer.Buffer))
                .Take(1)
                .Any(first => IsAccess(first.Kind) && BypassesCaches(path, buffer, first))
        );

    public static bool HaveNeighbours(ProgramPath path)
    {
        var line = LineSize(path.Architecture);
        var sharing = path
            .Program.Buffers.Where(buffer => buffer.Shares is not null)
            .SelectMany(buffer => new[] { buffer.Name, buffer.Shares! })
            .ToHashSet(StringComparer.Ordinal);
        return path.Program.Buffers.Any(buffer =>
                buffer.Size % line != 0 && !sharing.Contains(buffer.Name) && StepsOn(path, buffer.Name).Any()
            )
            && path.Program.Steps.Any(step =>
                IsAccess(step.Kind)
                && path.Buffers.FirstOrDefault(buffer => buffer.Buffer == step.Buffer) is { } buffer
                && BypassesCaches(path, buffer, step)
            );
    }

    public static bool AreWrittenBehindReads(ProgramPath path)
    {
        var steps = path.Program.Steps;
        return steps
            .Index()
            .Any(read =>
                read.Item.Kind == StepKind.DmaRead
                && path.DeviceAt(read.Item)?.Reads == DeviceReads.Pipelined
                && steps
                    .Skip(read.Index + 1)
                    .Any(step =>
                        step.Kind == StepKind.DmaWrite
                        && step.Device == read.Item.Device
                        && step.Buffer != read.Item.Buffer
                    )
            );
    }

    /// <summary>
    /// In bytes: the largest that CPUs of the architecture are known to have. Source: arch/*/include/asm/cache.h
    /// (ARCH_DMA_MINALIGN of arm64, L1_CACHE_BYTES of the others).
    /// </summary>
    private static ulong LineSize(Architecture architecture) =>
        architecture switch
        {
            Architecture.S390x => 256,
            Architecture.Ppc64 or Architecture.Arm64 => 128,
            _ => 64,
        };

    private static IEnumerable<Step> StepsOn(ProgramPath path, string buffer) =>
        path.Program.Steps.Where(step => step.Buffer == buffer);

    private static bool IsAccessedByCpu(ProgramPath path, string buffer) =>
        StepsOn(path, buffer).Any(step => step.Kind is StepKind.Read or StepKind.Write or StepKind.Wait);

    /// <summary>A step on the buffer, or maintenance of every buffer in every cache.</summary>
    private static bool Concerns(Step step, string buffer) =>
        step.Buffer == buffer
        || (step.Cpu.Scope == CpuScope.All && step.Kind is StepKind.Wbinvd or StepKind.Wbnoinvd or StepKind.Invd);

    private static bool IsRead(StepKind kind) =>
        kind is StepKind.Read or StepKind.Wait or StepKind.DmaRead or StepKind.DmaWait;

    private static bool IsAccess(StepKind kind) => IsRead(kind) || kind is StepKind.Write or StepKind.DmaWrite;

    /// <summary>It may go to memory and leave copies as they are.</summary>
    private static bool BypassesCaches(ProgramPath path, BufferPath buffer, Step step) =>
        step.Kind is StepKind.DmaRead or StepKind.DmaWrite or StepKind.DmaWait
            ? path.DeviceAt(step)?.Of(step) is not Snooped.Yes
            : step.Cpu.Scope != CpuScope.Hypervisor
                && buffer.Access.Any(access =>
                    access == AccessClass.UncachedUnchecked
                    || (access == AccessClass.WriteCombining && path.Profile.Checks != CombiningChecks.Yes)
                );
}
