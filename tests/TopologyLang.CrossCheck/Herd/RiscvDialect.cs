using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>RISC-V (riscv.cat): addresses from x5, loads from x16, x30 and x31 for constants.</summary>
internal sealed class RiscvDialect : LitmusDialect
{
    private const int FirstAddress = 5;
    private const int FirstLoad = 16;
    private const int Wanted = 30;
    private const int Stored = 31;

    public override string Name => "RISCV";

    public override int MostLoads => Wanted - FirstLoad;

    public override int MostLocations => FirstLoad - FirstAddress;

    public override bool HasRelaxedDevices => true;

    public override bool SmpIsForCpusOnly => false;

    public override string Full => "fence rw,rw";

    public override string AfterLoads => "fence r,rw";

    /// <summary>
    /// arch/riscv/include/asm/mmio.h: __io_bw is fence w,o. The model knows memory alone, so here the doorbell is a
    /// store to memory.
    /// </summary>
    public override string BeforeDoorbell => "fence w,w";

    /// <summary>arch/riscv/include/asm/barrier.h, without the bits for devices' registers.</summary>
    public override string Barrier(BarrierKind kind) =>
        kind switch
        {
            BarrierKind.Mb or BarrierKind.DmaMb or BarrierKind.SmpMb => "fence rw,rw",
            BarrierKind.Rmb or BarrierKind.DmaRmb or BarrierKind.SmpRmb => "fence r,r",
            _ => "fence w,w",
        };

    public override bool IsForMemoryOnly(BarrierKind kind) =>
        kind is BarrierKind.DmaRmb or BarrierKind.DmaWmb or >= BarrierKind.SmpMb;

    public override string Address(int thread, Location location) =>
        $"{thread}:x{FirstAddress + location.Index}={location.Name};";

    public override string[] Store(Location location, int value, bool release) =>
        [$"ori x{Stored},x0,{value}", $"sw{(release ? ".rl" : "")} x{Stored},0(x{FirstAddress + location.Index})"];

    public override string[] Load(int load, Location location, bool acquire) =>
        [$"lw{(acquire ? ".aq" : "")} x{FirstLoad + load},0(x{FirstAddress + location.Index})"];

    public override string[] Test(int load, int value, string end) =>
        [$"ori x{Wanted},x0,{value}", $"bne x{FirstLoad + load},x{Wanted},{end}"];

    public override string Register(int thread, int load) => $"{thread}:x{FirstLoad + load}";
}
