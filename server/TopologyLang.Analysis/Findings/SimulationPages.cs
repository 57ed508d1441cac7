using System.Collections.Immutable;

namespace TopologyLang.Analysis.Findings;

/// <summary>Of what the simulation comes to.</summary>
internal static class SimulationPages
{
    public static readonly ImmutableArray<FindingPage> All =
    [
        new(
            "TOPO3001",
            "The kernel refuses this operation",
            "An attach, a `kvm add` or another operation is answered with an errno on this kernel version.",
            "The machine cannot be set up as the file says: the device does not get to the guest.",
            "The chain names the kernel function that refuses and the condition. Change the domain, the kernel version "
                + "or the IOMMU; or foretell it with `expect attach DEVICE to DOMAIN fails ERRNO`."
        ),
        new(
            "TOPO3002",
            "The kernel believes what the hardware does not do",
            "The kernel takes a device's DMA for coherent, and the hardware does not make it so.",
            "KVM or a driver then leaves out cache maintenance that is needed: stale data, or data of others, without "
                + "any error.",
            "The chain shows where belief and truth part. Register the device with KVM (`kvm_vfio = yes`), use a "
                + "kernel that tests enforcement, or have the device not use no-snoop."
        ),
        new(
            "TOPO3003",
            "The VMM refuses the guest's devices",
            "QEMU does not give a guest its assigned devices behind the virtual IOMMU that the file declares "
                + "(`viommu`), or not through one domain for all of them.",
            "The guest does not start with these devices, so nothing in it runs.",
            "The chain names QEMU's check. Take another `viommu`, give the devices nested domains (`parent`), give "
                + "each a domain of its own, or take `snoop_control` off the virtual unit."
        ),
        new(
            "TOPO3004",
            "Two guests share page tables",
            "Devices of two guests are assigned through one domain, or through nested domains with one parent.",
            "A domain maps the memory of whoever uses it for every device in it, so the device of one guest can read "
                + "and write the memory of the other. QEMU opens a container or IOAS for each guest; only a VMM that "
                + "hands its file to another gets here.",
            "Declare a domain for each guest. Devices of one IOMMU group cannot be separated: give the whole group to "
                + "one guest."
        ),
        new(
            "TOPO3005",
            "A device that does not say what it is",
            "A device of an x86 machine is passed through, and its declaration has no `bus`.",
            "It counts as a platform device, which has no no-snoop attribute, so its programs come out coherent. A "
                + "PCIe function can have it.",
            "Write `bus = pcie ADDRESS` (as `lspci -D` prints it), or `bus = platform` if that is what it is."
        ),
        new(
            "TOPO3010",
            "No machine can be like this",
            "The kernel has no driver for the IOMMU model, or no KVM for a guest; two guests have one device at the "
                + "same time; or a guest would have to make a virtual function.",
            "The answers would be about a machine that there is not.",
            "Correct the kernel version, `model`, `assign` or `vf_of`; a scenario can move a device from one guest to "
                + "another."
        ),
        new(
            "TOPO4001",
            "Stale data can be read",
            "Some interleaving of the program lets a device or a CPU read an old value, loses a write, or lets a value "
                + "be overwritten before it is read. The finding stands at the read, or where a barrier is missing at "
                + "the statement that it has to precede.",
            "It is silent corruption, and where a page changes hands it is a leak between guests. It needs no bad "
                + "luck: caches evict and prefetch as they like, and most CPUs keep no order between loads and stores.",
            "The finding shows the shortest run, and remedies that were each checked: a barrier (the weakest that is "
                + "enough first), cache maintenance before the read, or a change of the machine. If the file documents "
                + "the hazard, write `expect PROGRAM stale` or `expect PROGRAM overwritten`."
        ),
        new(
            "TOPO4002",
            "Not decided within the limits",
            "The search over all interleavings reached its limit of states before it was done.",
            "No stale read was found, and that is no proof that there is none.",
            "Make the program shorter: fewer CPUs, buffers or steps in one program; or raise `--max-states`."
        )
        {
            MaxStates = 2,
        },
        new(
            "TOPO4003",
            "The program cannot run here",
            "The machine is in no state in which the program could run: the guest does not hold the device, say, or "
                + "the CPU has no such instruction.",
            "There is no verdict on it.",
            "Attach and assign the device before the `run`, or correct the program."
        ),
        new(
            "TOPO4004",
            "no_snoop makes an ordinary access",
            "The program asks for no-snoop, and the function cannot set the attribute here.",
            "The step is an ordinary access, so the verdict says nothing about no-snoop.",
            "Take `no_snoop` out of the line, or correct the device."
        ),
        new(
            "TOPO4005",
            "Coherent in the default model only",
            "The program is coherent because one CPU writes its whole cache back, on CPUs whose caches may pass a "
                + "dirty line on to another one.",
            "On such CPUs the line may have left that cache before, and then it is not written back.",
            "Use maintenance by address (`clflush`, `dc_civac`), which reaches every cache, or maintenance on all CPUs."
        ),
        new(
            "TOPO4006",
            "Cache maintenance that nothing needs",
            "Without this statement no interleaving of the program reads stale data either: every one was explored "
                + "again without it.",
            "A wbinvd stops the CPU for long, and every flush costs; where the IOMMU makes each request snoop, or the "
                + "device cannot bypass the caches, it buys nothing.",
            "Take the statement away (the quick fix does). Keep it where the program must also run on machines that "
                + "need it."
        ),
        new(
            "TOPO4007",
            "The verdict depends on what the file does not say",
            "Real machines differ in a capability that the file does not give, and the program is coherent on some of "
                + "them and stale on others.",
            "The default is a common value, and no safe one: on the other machines data is corrupted silently.",
            "Say the property that the message names, as the machine has it: `topo import` reads it from the machine, "
                + "and the kernel log shows the registers. docs/model.md lists every default and the side to which it "
                + "errs."
        ),
        new(
            "TOPO4008",
            "A barrier that nothing needs here",
            "Without this barrier no interleaving of the program reads stale data on this architecture either: every "
                + "one was explored again without it.",
            "x86_64 keeps loads among themselves and stores among themselves in order, so `dma_rmb()` and `dma_wmb()` "
                + "are compiler barriers there. That is no reason to leave them out of a driver that runs elsewhere.",
            "Nothing is to be done in a driver for several architectures: `topo check --arch arm64,x86_64,riscv64 "
                + "FILE` shows where the barrier is needed. A barrier that is stronger than the program needs can be "
                + "replaced by a weaker one."
        ),
        new(
            "TOPO5001",
            "An expectation is not met",
            "An `expect` says something else than what came out; or it could not be checked, since something that it "
                + "needs is not understood.",
            "A file that says what must come out is a test: this one fails.",
            "If the expectation is right, change the machine or the program. If the answer is right, change the "
                + "expectation. Where it says that a line is not understood, mend that line first."
        ),
        new(
            "TOPO9003",
            "Not known: no source tells",
            "No source tells what happens, or it depends on something that the file does not say or says in two ways.",
            "An answer would be a guess. What depends on it is null in the results, and verdicts are undecided.",
            "The message says what is not known. Where declarations contradict each other, mend them; else do not rely "
                + "on that part of the machine."
        ),
        new(
            "TOPO9002",
            "The analysis failed",
            "A fault of the program itself, or the limit of time, stopped the analysis of this file.",
            "There are no answers about this file.",
            "Where the message speaks of time, split the file or raise the limit. Else please report it with the file; "
                + "a smaller change of the file may avoid it."
        )
        {
            NoExample = "no file is known that gives it",
        },
    ];
}
