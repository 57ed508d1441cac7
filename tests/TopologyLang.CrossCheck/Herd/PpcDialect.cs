using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// Power (ppc.cat): addresses from r1, loads from r12, r30 for what is stored. It has no barrier that orders loads
/// before everything and leaves stores alone, so devices that relax cannot be played.
/// </summary>
internal sealed class PpcDialect : LitmusDialect
{
    private const int FirstAddress = 1;
    private const int FirstLoad = 12;
    private const int Scratch = 30;

    public override string Name => "PPC";

    public override int MostLoads => Scratch - FirstLoad;

    public override int MostLocations => FirstLoad - FirstAddress;

    public override bool IsMultiCopyAtomic => false;

    public override bool HasRelaxedDevices => false;

    public override bool SmpIsForCpusOnly => false;

    public override string Full => "sync";

    public override string? AfterLoads => null;

    /// <summary>arch/powerpc/include/asm/io.h: DEF_MMIO_OUT_D.</summary>
    public override string BeforeDoorbell => "sync";

    public override string[] AfterTest => ["isync"];

    /// <summary>
    /// arch/powerpc/include/asm/barrier.h; SMPWMB is lwsync or eieio, of which eieio orders less.
    /// </summary>
    public override string Barrier(BarrierKind kind) =>
        kind switch
        {
            BarrierKind.DmaRmb or BarrierKind.SmpRmb => "lwsync",
            BarrierKind.DmaWmb or BarrierKind.SmpWmb => "eieio",
            _ => "sync",
        };

    public override bool IsForMemoryOnly(BarrierKind kind) =>
        kind is BarrierKind.DmaRmb or BarrierKind.SmpRmb or BarrierKind.DmaWmb or BarrierKind.SmpWmb;

    public override string Address(int thread, Location location) =>
        $"{thread}:r{FirstAddress + location.Index}={location.Name};";

    public override string[] Store(Location location, int value, bool release) =>
        [
            .. release ? ["lwsync"] : Array.Empty<string>(),
            $"li r{Scratch},{value}",
            $"stw r{Scratch},0(r{FirstAddress + location.Index})",
        ];

    public override string[] Load(int load, Location location, bool acquire) =>
        [$"lwz r{FirstLoad + load},0(r{FirstAddress + location.Index})"];

    public override string[] Test(int load, int value, string end) =>
        [$"cmpwi r{FirstLoad + load},{value}", $"bne {end}"];

    public override string Register(int thread, int load) => $"{thread}:r{FirstLoad + load}";
}
