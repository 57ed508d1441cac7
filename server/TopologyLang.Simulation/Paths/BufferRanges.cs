using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.Mapping;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// Which of the ranges that a domain lists a program's buffers can lie in, and what that means. A file does not say
/// which buffer is where, so every range of memory on the list is possible, and each is explored.
/// </summary>
internal static class BufferRanges
{
    private const string MmioPfn = "arch/x86/kvm/mmu/spte.c:kvm_is_mmio_pfn; arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask";
    private const string StageTwo = "arch/arm64/kvm/mmu.c:user_mem_abort";

    /// <summary>
    /// The kinds of memory that the domains of the program's devices map; cached where none has a list.
    /// </summary>
    public static ImmutableArray<MapKind> Of(KernelState state, Program program)
    {
        ImmutableArray<MapKind> kinds =
        [
            .. program
                .Devices.SelectMany(d => Listed(state, d))
                .SelectMany(domain => MapRules.MemoryOf(domain))
                .Distinct(),
        ];
        return kinds.IsEmpty ? [MapKind.Cached] : kinds;
    }

    /// <summary>Why the device reaches no memory; null where it does.</summary>
    public static Reason? NoMemory(KernelState state, string device) =>
        Listed(state, device).FirstOrDefault(domain => MapRules.MemoryOf(domain).IsEmpty) is { } none
            ? new Reason(
                $"what is mapped for {device} in {none.Name} is no memory that a buffer could lie in: its requests for "
                    + "one fault",
                MapRules.Refusal(none)?.Source
            )
            : null;

    /// <summary>
    /// Why it is not known how the CPUs reach what lies in an uncached range; null where it is, or where there is none.
    /// </summary>
    public static Reason? Unknown(KernelState state, Owner owner, Program program)
    {
        if (!Of(state, program).Contains(MapKind.Uncached))
        {
            return null;
        }

        return program.Devices.Any(d => state.Index.Device(d).Outer is not null)
                ? new Reason(
                    $"{program.Name}: which type a page has that one of two kernels maps uncached, where "
                        + $"{owner.Host.Name} runs in a guest, is found in no source: each of the two KVMs chooses a "
                        + "type by what its own kernel knows of the page",
                    MmioPfn
                )
            : HasOwnRule(owner.Machine) ? null
            : Row(owner.Machine) is { Effect: MappingEffect.Unknown } row
                ? new Reason($"{program.Name}: {row.Text}", row.Source)
            : owner.Inside is { } guest && Row(owner.Machine) is { Effect: MappingEffect.Uncached }
                ? new Reason(
                    $"{program.Name}: which type KVM gives to reserved memory that it maps into {guest} is found in no "
                        + "source for this architecture"
                )
            : null;
    }

    /// <summary>
    /// Why a program cannot do its steps where its buffers must lie in an uncached range; null where it can.
    /// </summary>
    public static Reason? NoMapping(KernelState state, Program program) =>
        Of(state, program) is [MapKind.Uncached]
        && program.Steps.Where(s => s.Kind == StepKind.Recycle || s.Cpu.Scope == CpuScope.Hypervisor).ToImmutableArray()
            is [var step, ..]
            ? new Reason(
                $"the step {StepNames.Of(step.Kind)} goes through a cached mapping of the hypervisor, and of an "
                    + "uncached range it has none"
            )
            : null;

    /// <summary>The path with the possibilities that an uncached range adds, or alone makes.</summary>
    public static BufferPath In(
        ImmutableArray<MapKind> kinds,
        Host host,
        GuestState? guest,
        Buffer buffer,
        BufferPath cached
    )
    {
        if (!kinds.Contains(MapKind.Uncached))
        {
            return cached;
        }

        if (!HasOwnRule(host) && Row(host) is not { Effect: MappingEffect.Uncached })
        {
            return Row(host) is { } row ? cached with { Chain = cached.Chain.Add(row.ToReason()) } : cached;
        }

        var (access, why) = Uncached(host, guest, cached);
        return kinds.Contains(MapKind.Cached)
            ? cached with
            {
                Access = [.. cached.Access.Concat(access).Distinct()],
                Chain = cached.Chain.Add(why with { Text = $"if {buffer.Name} lies in an uncached range: {why.Text}" }),
            }
            : cached with
            {
                Access = access,
                HypervisorMapsIt = false,
                Chain = [.. cached.Chain, why],
            };
    }

    private static (ImmutableArray<AccessClass> Access, Reason Why) Uncached(
        Host host,
        GuestState? guest,
        BufferPath cached
    )
    {
        var bypass = host.UncachedChecks ? AccessClass.UncachedChecked : AccessClass.UncachedUnchecked;
        return (host.Architecture, guest, host.HasSvm) switch
        {
            (Architecture.Arm64, not null, _) => (
                [AccessClass.UncachedUnchecked],
                new Reason(
                    "KVM maps what is no memory of the kernel as Device or Normal non-cacheable in stage 2: no access "
                        + "is cached",
                    StageTwo
                )
            ),
            (Architecture.Arm64 or Architecture.Arm, null, _) => (
                [AccessClass.UncachedUnchecked],
                new Reason("the host maps an uncached range uncached, whatever the program asks for")
            ),
            (_, null, _) => (
                [bypass],
                new Reason("the host maps an uncached range uncached, whatever the program asks for")
            ),
            (_, _, true) => (
                [.. cached.Access.Append(bypass).Distinct()],
                new Reason(
                    "nested paging is write-back all the same, so the guest's PAT decides, unless an MTRR of the host "
                        + "makes the range uncached: both are possible",
                    $"arch/x86/kvm/svm/svm.c; {AmdMemoryType.NestedSource}"
                )
            ),
            _ => (
                [bypass],
                new Reason(
                    "KVM takes reserved memory that PAT has as uncached for MMIO: its EPT entry is UC, and no access "
                        + "is cached",
                    MmioPfn
                )
            ),
        };
    }

    private static bool HasOwnRule(Host host) =>
        host.Architecture is Architecture.X86_64 or Architecture.Arm64 or Architecture.Arm;

    /// <summary>What the host's own uncached mapping of the range is, on the other architectures.</summary>
    private static MappingRow? Row(Host host) => MappingTypes.Find(host, false, MemoryType.Uc);

    /// <summary>
    /// The domains with a list that the device is in: that of its host and, for a host in a guest, those of the
    /// machines below. A nested domain maps nothing: its parent does.
    /// </summary>
    private static IEnumerable<Domain> Listed(KernelState state, string device)
    {
        if (
            state.Devices[device].Domain is { } name
            && state.Index.Domain(state.Index.Domain(name).Parent ?? name) is { Map.IsEmpty: false } domain
        )
        {
            yield return domain;
        }

        foreach (var below in state.Index.Device(device).Outer is { } outer ? Listed(state, outer) : [])
        {
            yield return below;
        }
    }
}
