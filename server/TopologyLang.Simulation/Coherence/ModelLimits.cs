using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// What the coherence model leaves out, as docs/model.md lists it. A "coherent" names what of it its program touches:
/// nothing that a program uses is left out without a word.
/// </summary>
public static class ModelLimits
{
    /// <summary>Where the list stands.</summary>
    public const string Page = "docs/model.md#what-the-model-leaves-out";

    public static readonly ImmutableArray<ModelLimit> All =
    [
        new(
            "write-combining-buffers",
            "write-combining buffers",
            "The stores of a write-combining mapping reach memory whole, and before a device is told to look. "
                + "`wc_buffers = kept` has the buffers (Intel SDM vol. 3, 11.3.1)",
            "a buffer that the CPU really maps write-combining, on a host without `wc_buffers = kept`",
            TouchedBuffers.Combine
        )
        {
            IsIn = profile => profile.Buffers == CombiningBuffers.Kept,
        },
        new(
            "unchecked-write-combining",
            "write-combining accesses that do not look into the caches",
            "A write-combining access looks into the caches first, unless `uncached_checks` says otherwise. "
                + "`wc_checks = either` explores both (Intel SDM vol. 3, 11.12.4: \"may not check\")",
            "a buffer that the CPU really maps write-combining, on a host without `wc_checks`",
            TouchedBuffers.CombineChecked
        )
        {
            IsIn = profile => profile.Checks is not null,
        },
        new(
            "dma-allocation",
            "a shared cache that DMA writes into",
            "A snooped DMA write goes to memory. `dma_allocates = yes` lets it stay in a shared cache (Intel Data Direct "
                + "I/O, Arm cache stashing)",
            "a DMA write that may be snooped, to a buffer that somebody reads past the caches or an `invd` can discard, on "
                + "a host without `dma_allocates = yes`",
            TouchedBuffers.AreReadPastAllocation
        )
        {
            IsIn = profile => profile.DmaAllocates,
        },
        new(
            "dirty-lines-that-move",
            "dirty lines that go over to another cache",
            "A dirty line stays in its cache until it is written back. `dirty_lines = migrate` lets it go over to another "
                + "one (AMD64 APM vol. 2, 7.3; Arm ARM D7.5.9.16); for vendors whose caches are known to do that, TOPO4005 "
                + "says where it matters",
            "an instruction that works on the whole cache of one CPU, or on it by set and way, on a machine with several, "
                + "without `dirty_lines = migrate`",
            EmptiesOneOfSeveral
        )
        {
            IsIn = profile => profile.DirtyLines == DirtyLines.Migrate,
        },
        new(
            "moves",
            "moves between CPUs that are not written",
            "A thread or vCPU stays on its physical CPU but where the program says `cpu N move`. The host's scheduler may "
                + "move it at any time, and KVM's mask of the CPUs to flush forgets the one on which it stayed after a wbinvd",
            "an instruction that works on the whole cache of one CPU, or on it by set and way, on a machine with several",
            EmptiesOneOfSeveral
        ),
        new(
            "dirty-before",
            "what was dirty in a cache at its start",
            "At the start no cache holds a line of the program's buffers dirty. A driver that just filled a page, or freed "
                + "memory that somebody else wrote, begins otherwise: an older dirty line is then written back over what the "
                + "device wrote. Begin with a `cpu N write` of the buffer to see it",
            "a buffer whose first access bypasses the caches, with no maintenance of it before",
            TouchedBuffers.BeginPastTheCaches
        ),
        new(
            "neighbours",
            "other data in the cache line of a small buffer",
            "Only buffers that are said to share a line (`shares`) do. What else lies in the last line of a buffer whose "
                + "size is not a multiple of a cache line is written back and discarded with it",
            "a buffer whose size is not a multiple of the architecture's cache line, that shares with none, where something "
                + "bypasses the caches",
            TouchedBuffers.HaveNeighbours
        ),
        new(
            "writes-before-reads",
            "a device's write that overtakes its own reads",
            "A device waits for what it reads before it writes. PCI Express lets a posted write pass a read that is not "
                + "complete (Base Specification, 2.4.1)",
            "a device with `reads = pipelined` that reads one buffer and then writes another",
            TouchedBuffers.AreWrittenBehindReads
        ),
        new(
            "outer-caches",
            "outer caches of 32-bit Arm",
            "Maintenance by an instruction reaches every cache. On 32-bit Arm an outer cache (PL310 and its kin) has "
                + "registers of its own, which the DMA API's calls write and no instruction does "
                + "(arch/arm/include/asm/outercache.h)",
            "a `dc_...` instruction on `arch = arm`",
            path => path.Architecture == Architecture.Arm && path.Program.Steps.Any(step => IsArmMaintenance(step.Kind))
        ),
        new(
            "bounce-buffers",
            "bounce buffers",
            "The DMA API maps a buffer where it is. A device that cannot reach all of memory gets a copy in its place, which "
                + "only the calls of the DMA API bring up to date (kernel/dma/swiotlb.c)",
            "nothing: a file cannot say what a device reaches, and with `swiotlb=force` a program on the host is undecided"
        ),
        new(
            "size-of-caches",
            "the size of caches",
            "Caches have no size: they evict, clean and prefetch any line at any moment",
            "nothing: a real cache does less, so this can only make a verdict stricter"
        ),
        new(
            "time",
            "time",
            "How long a step takes: every order that is not excluded is possible, and a wait ends when what it waits for is "
                + "there",
            "nothing: a real machine takes one of these orders"
        ),
        new(
            "torn-dma",
            "a DMA access in pieces",
            "A DMA access, and a CPU's access to a buffer, is one step on one line that stands for all of the buffer's",
            "nothing: each line of a buffer is treated alike, and an access that could see a half of another one could also "
                + "come wholly before it, which is explored"
        ),
        new(
            "other-programs",
            "other programs at the same time",
            "Each program runs alone. What others do to its lines is what caches do by themselves",
            "nothing: a buffer belongs to one program, and there is no word for two that run together"
        ),
        new(
            "repetition",
            "repetition",
            "A program is run once, from its first statement to its last",
            "nothing: there are no loops; write the second round down to have it checked"
        ),
        new(
            "device-caches",
            "caches of a device's own",
            "A device keeps no copy of what it read, and reads nothing before its statement does (CXL.cache, a GPU's own "
                + "caches, descriptors that are fetched ahead)",
            "nothing: a file cannot give a device a cache; what it fetches ahead is written as an earlier `dma read`"
        ),
        new(
            "peer-to-peer",
            "DMA from device to device",
            "Every DMA access is to memory",
            "nothing: no buffer lies in a device's own memory (`mmio` ranges hold none)"
        ),
        new(
            "mtrrs",
            "MTRRs",
            "The MTRRs call all memory write-back, on a host and in a guest",
            "nothing: a file cannot set them; a firmware or a guest that sets others is not described by any file"
        ),
        new(
            "late-iotlb",
            "invalidation of the IOMMU's translations that comes late",
            "Once something is detached or unmapped the device does not reach it any more (`iommu.strict=0` invalidates "
                + "later)",
            "nothing: a program whose device has nothing mapped cannot run, so there is no verdict to be wrong"
        ),
    ];

    /// <summary>What of it the program touches, in the order of the list.</summary>
    public static ImmutableArray<ModelLimit> TouchedBy(ProgramPath path) =>
        [.. All.Where(limit => limit.IsLeftOutOf(path.Profile) && limit.IsTouchedBy?.Invoke(path) == true)];

    private static bool EmptiesOneOfSeveral(ProgramPath path) =>
        path.PhysicalCpus > 1
        && path.Program.Steps.Any(step =>
            step.Cpu.Scope is CpuScope.Own or CpuScope.Hypervisor
            && step.Kind switch
            {
                StepKind.Wbinvd or StepKind.Wbnoinvd or StepKind.Invd => path.Cpu.Wbinvd != WbinvdMode.Nop,
                StepKind.DcCsw or StepKind.DcCisw or StepKind.DcIsw => path.Cpu
                    is { SetWayIgnored: false, SetWayTrapped: false },
                _ => false,
            }
        );

    private static bool IsArmMaintenance(StepKind kind) =>
        kind
            is StepKind.DcCvac
                or StepKind.DcCivac
                or StepKind.DcIvac
                or StepKind.DcCsw
                or StepKind.DcCisw
                or StepKind.DcIsw;
}
