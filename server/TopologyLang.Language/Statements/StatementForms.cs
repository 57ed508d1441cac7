using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Statements;

/// <summary>Every statement of programs and scenarios and every expectation.</summary>
public static class StatementForms
{
    public static readonly ImmutableArray<StatementForm> Program =
    [
        new(
            StatementContext.Program,
            "buffer {new} = {size} {type}",
            "Memory that the program shares with the device, and how the CPU maps it."
        ),
        new(
            StatementContext.Program,
            "buffer {new} = {size} {type} shares {buffer}",
            "As above, but it begins in the cache line of another buffer, as another word of it."
        ),
        new(
            StatementContext.Program,
            "buffer {new} = {size} {type} alias linear_map|none",
            "Memory of which the file says whether the kernel's cacheable linear map has it too."
        ),
        new(
            StatementContext.Program,
            "buffer {new} = {size} {type} shares {buffer} alias linear_map|none",
            "Another word of a line, with what the file says about the kernel's linear map."
        ),
        Step("cpu {cpu} write {buffer}", StepKind.Write, "A store by this CPU."),
        Step(
            "cpu {cpu} read {buffer}",
            StepKind.Read,
            "A load by this CPU; it must see the newest value in program order."
        ),
        Step(
            "cpu {cpu} wait {buffer}",
            StepKind.Wait,
            "Loads by this CPU, repeated until one sees the newest value: a flag that is polled."
        ),
        Step("cpu {cpu} wbinvd", StepKind.Wbinvd, "Writes this CPU's whole cache back and invalidates it (x86)."),
        Step("cpu {cpu} wbnoinvd", StepKind.Wbnoinvd, "Writes this CPU's whole cache back and keeps it (x86)."),
        Step("cpu {cpu} invd", StepKind.Invd, "Discards this CPU's whole cache (x86)."),
        Step("cpu all wbinvd", StepKind.Wbinvd, "wbinvd on every CPU, in one step (x86)."),
        Step("cpu all wbnoinvd", StepKind.Wbnoinvd, "wbnoinvd on every CPU, in one step (x86)."),
        Step("cpu all invd", StepKind.Invd, "invd on every CPU, in one step (x86)."),
        Step(
            "cpu {cpu} clflush {buffer}",
            StepKind.Clflush,
            "Writes the buffer's lines back and invalidates them in every cache (x86)."
        ),
        Step(
            "cpu {cpu} clflushopt {buffer}",
            StepKind.Clflushopt,
            "As clflush, but complete only at the next fence (x86)."
        ),
        Step(
            "cpu {cpu} clwb {buffer}",
            StepKind.Clwb,
            "Writes the buffer's lines back and keeps them; complete at the next fence (x86)."
        ),
        Step(
            "cpu {cpu} dc_cvac {buffer}",
            StepKind.DcCvac,
            "Cleans the buffer's lines to the point of coherency (Arm)."
        ),
        Step(
            "cpu {cpu} dc_civac {buffer}",
            StepKind.DcCivac,
            "Cleans and invalidates the buffer's lines to the point of coherency (Arm)."
        ),
        Step(
            "cpu {cpu} dc_ivac {buffer}",
            StepKind.DcIvac,
            "Invalidates the buffer's lines to the point of coherency (Arm)."
        ),
        Step("cpu {cpu} dc_csw", StepKind.DcCsw, "Cleans this CPU's cache by set and way (Arm)."),
        Step("cpu {cpu} dc_cisw", StepKind.DcCisw, "Cleans and invalidates this CPU's cache by set and way (Arm)."),
        Step("cpu {cpu} dc_isw", StepKind.DcIsw, "Invalidates this CPU's cache by set and way (Arm)."),
        Step(
            "cpu {cpu} fence",
            StepKind.Fence,
            "sfence, mfence or dsb: drains store and write-combining buffers and completes pending line operations."
        ),
        Step(
            "cpu {cpu} barrier {barrier}",
            StepKind.Barrier,
            "A barrier by its name in Linux; what it orders, and for whom, depends on the architecture."
        ),
        Step(
            "cpu {cpu} doorbell {device} [relaxed]",
            StepKind.Doorbell,
            "A store to a register of the device, by writel() or writel_relaxed(): what the device does later in the "
                + "program comes after it."
        ),
        Step(
            "cpu {cpu} move",
            StepKind.Move,
            "This vCPU (on a host: this thread) runs on the next physical CPU from here on."
        ),
        Step(
            "host cpu {physical} read {buffer}",
            StepKind.Read,
            "The hypervisor's own load, through its write-back mapping of guest memory."
        ),
        Step(
            "host cpu {physical} write {buffer}",
            StepKind.Write,
            "The hypervisor's own store, through its write-back mapping of guest memory."
        ),
        Step(
            "host cpu {physical} clflush {buffer}",
            StepKind.Clflush,
            "The hypervisor flushes the buffer's lines (x86)."
        ),
        Step(
            "host cpu {physical} dc_civac {buffer}",
            StepKind.DcCivac,
            "The hypervisor cleans and invalidates the buffer's lines (Arm)."
        ),
        Step(
            "host cpu {physical} fence",
            StepKind.Fence,
            "sfence, mfence or dsb on this physical CPU: drains its buffers and completes the line operations that are "
                + "pending there, the guest's among them."
        ),
        Step(
            "dma read {buffer} [no_snoop]",
            StepKind.DmaRead,
            "The device reads the buffer; it must see the newest value."
        ),
        Step(
            "dma write {buffer} [no_snoop] [relaxed]",
            StepKind.DmaWrite,
            "The device writes the buffer; relaxed: it may overtake earlier writes of the device to other buffers."
        ),
        Step(
            "dma {device} read {buffer} [no_snoop]",
            StepKind.DmaRead,
            "This one of the program's devices reads the buffer."
        ),
        Step(
            "dma {device} write {buffer} [no_snoop] [relaxed]",
            StepKind.DmaWrite,
            "This one of the program's devices writes the buffer."
        ),
        Step(
            "dma wait {buffer} [no_snoop]",
            StepKind.DmaWait,
            "The device polls the buffer until it sees the newest value."
        ),
        Step(
            "dma {device} wait {buffer} [no_snoop]",
            StepKind.DmaWait,
            "This one of the program's devices polls the buffer."
        ),
        Step(
            "dma interrupt",
            StepKind.DmaInterrupt,
            "The device's interrupt: it comes after all earlier writes of the device, and whoever acts next in the "
                + "program after it."
        ),
        Step("dma {device} interrupt", StepKind.DmaInterrupt, "The interrupt of this one of the program's devices."),
        Step(
            "sync_for_device {buffer}",
            StepKind.SyncForDevice,
            "dma_sync_single_for_device(): what it does depends on the device and the host."
        ),
        Step(
            "sync_for_cpu {buffer}",
            StepKind.SyncForCpu,
            "dma_sync_single_for_cpu(): what it does depends on the device and the host."
        ),
        Step(
            "recycle {buffer}",
            StepKind.Recycle,
            "The hypervisor zeroes the page in its own mapping and gives it to somebody else."
        ),
    ];

    public static readonly ImmutableArray<StatementForm> Scenario =
    [
        Operation(
            "attach {device} to {domain}",
            OperationKind.Attach,
            "Binds the device to the domain's user and attaches it."
        ),
        Operation("detach {device} from {domain}", OperationKind.Detach, "Undoes an attach."),
        Operation("map {domain}", OperationKind.Map, "Maps the guest's memory, or the domain's map list."),
        Operation("unmap {domain}", OperationKind.Unmap, "Takes the mappings away."),
        Operation(
            "kvm add {device} to {guest}",
            OperationKind.KvmAdd,
            "The VMM registers the device with KVM (kvm-vfio)."
        ),
        Operation(
            "kvm remove {device} from {guest}",
            OperationKind.KvmRemove,
            "The VMM takes the device from KVM again."
        ),
        Operation(
            "set {device} no_snoop enabled|disabled by guest|host",
            OperationKind.SetNoSnoop,
            "Somebody writes the device's Enable No Snoop bit."
        ),
        Operation(
            "reset {device}",
            OperationKind.Reset,
            "A function-level reset, with what the kernel saves and restores."
        ),
        Operation("run {program}", OperationKind.Run, "Runs a program here; each run has its own verdict."),
        Operation(
            "upgrade {host} to {kernel}",
            OperationKind.Upgrade,
            "The rest of the scenario runs under another kernel version."
        ),
    ];

    public static readonly ImmutableArray<StatementForm> Expect =
    [
        Expectation("expect {device} in box {box}", ExpectationKind.Box, "The device's box in the coherence matrix."),
        Expectation("expect attach {device} to {domain} ok", ExpectationKind.Attach, "The attach succeeds."),
        Expectation(
            "expect attach {device} to {domain} fails {errno}",
            ExpectationKind.Attach,
            "The attach is refused with this errno."
        ),
        Expectation(
            "expect {domain} enforced yes|no",
            ExpectationKind.Enforced,
            "Whether the kernel believes that the domain enforces cache coherency."
        ),
        Expectation(
            "expect {guest} wbinvd emulated|nop|native",
            ExpectationKind.Wbinvd,
            "What becomes of the guest's wbinvd."
        ),
        Expectation(
            "expect {program} coherent",
            ExpectationKind.Program,
            "No interleaving of any run reads stale data."
        ),
        Expectation(
            "expect {program} stale [{hazard}]",
            ExpectationKind.Program,
            "Some interleaving of some run reads stale data."
        ),
        Expectation(
            "expect {program} overwritten",
            ExpectationKind.Program,
            "Some interleaving of some run reads a value too late, and none reads stale data."
        ),
        Expectation(
            "expect {scenario} run {run} coherent",
            ExpectationKind.Run,
            "This run of the scenario, counted from 0, reads no stale data."
        ),
        Expectation(
            "expect {scenario} run {run} stale [{hazard}]",
            ExpectationKind.Run,
            "This run of the scenario, counted from 0, may read stale data."
        ),
        Expectation(
            "expect {scenario} run {run} overwritten",
            ExpectationKind.Run,
            "This run of the scenario, counted from 0, may read a value too late, and reads no stale data."
        ),
    ];

    public static ImmutableArray<StatementForm> All { get; } = [.. Program, .. Scenario, .. Expect];

    public static ImmutableArray<StatementForm> Of(StatementContext context) =>
        context switch
        {
            StatementContext.Program => Program,
            StatementContext.Scenario => Scenario,
            _ => Expect,
        };

    private static StatementForm Step(string pattern, StepKind step, string doc) =>
        new(StatementContext.Program, pattern, doc) { Step = step };

    private static StatementForm Operation(string pattern, OperationKind operation, string doc) =>
        new(StatementContext.Scenario, pattern, doc) { Operation = operation };

    private static StatementForm Expectation(string pattern, ExpectationKind expectation, string doc) =>
        new(StatementContext.Expect, pattern, doc) { Expectation = expectation };
}
