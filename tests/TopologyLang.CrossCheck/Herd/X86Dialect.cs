using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// x86 (x86tso.cat). Every access is as strong as one with acquire or release, so devices that relax cannot be played.
/// </summary>
internal sealed class X86Dialect : LitmusDialect
{
    private static readonly string[] Registers = ["EAX", "EBX", "ECX", "EDX", "ESI", "EDI"];

    public override string Name => "X86";

    public override int MostLoads => Registers.Length;

    public override int MostLocations => int.MaxValue;

    public override bool HasRelaxedDevices => false;

    public override bool SmpIsForCpusOnly => false;

    public override string Full => "MFENCE";

    public override string? AfterLoads => null;

    public override string? BeforeDoorbell => null;

    /// <summary>arch/x86/include/asm/barrier.h; smp_mb's locked add is a full barrier.</summary>
    public override string? Barrier(BarrierKind kind) =>
        kind switch
        {
            BarrierKind.Mb or BarrierKind.DmaMb or BarrierKind.SmpMb => "MFENCE",
            BarrierKind.Rmb => "LFENCE",
            BarrierKind.Wmb => "SFENCE",
            _ => null,
        };

    public override string? Address(int thread, Location location) => null;

    public override string[] Store(Location location, int value, bool release) => [$"MOV [{location.Name}],${value}"];

    public override string[] Load(int load, Location location, bool acquire) =>
        [$"MOV {Registers[load]},[{location.Name}]"];

    public override string[] Test(int load, int value, string end) => [$"CMP {Registers[load]},${value}", $"JNE {end}"];

    public override string Register(int thread, int load) => $"{thread}:{Registers[load]}";
}
