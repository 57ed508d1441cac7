using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>AArch64 (aarch64.cat): addresses from X0, loads from W12, W28 for what is stored.</summary>
internal sealed class Arm64Dialect : LitmusDialect
{
    private const int FirstLoad = 12;
    private const int Scratch = 28;

    public override string Name => "AArch64";

    public override int MostLoads => Scratch - FirstLoad;

    public override int MostLocations => FirstLoad;

    public override bool HasRelaxedDevices => true;

    public override bool SmpIsForCpusOnly => true;

    public override string Full => "DMB SY";

    public override string AfterLoads => "DMB LD";

    /// <summary>arch/arm64/include/asm/io.h: __iowmb is dma_wmb.</summary>
    public override string BeforeDoorbell => "DMB OSHST";

    /// <summary>arch/arm64/include/asm/barrier.h.</summary>
    public override string Barrier(BarrierKind kind) =>
        kind switch
        {
            BarrierKind.Mb => "DSB SY",
            BarrierKind.Rmb => "DSB LD",
            BarrierKind.Wmb => "DSB ST",
            BarrierKind.DmaMb => "DMB OSH",
            BarrierKind.DmaRmb => "DMB OSHLD",
            BarrierKind.DmaWmb => "DMB OSHST",
            BarrierKind.SmpMb => "DMB ISH",
            BarrierKind.SmpRmb => "DMB ISHLD",
            _ => "DMB ISHST",
        };

    public override string Address(int thread, Location location) => $"{thread}:X{location.Index}={location.Name};";

    /// <remarks>STLR does not order what comes after it.</remarks>
    public override string[] Store(Location location, int value, bool release) =>
        [$"MOV W{Scratch},#{value}", $"{(release ? "STLR" : "STR")} W{Scratch},[X{location.Index}]"];

    /// <remarks>LDAPR, and not LDAR, which would be ordered with the STLR before it.</remarks>
    public override string[] Load(int load, Location location, bool acquire) =>
        [$"{(acquire ? "LDAPR" : "LDR")} W{FirstLoad + load},[X{location.Index}]"];

    public override string[] Test(int load, int value, string end) =>
        [$"CMP W{FirstLoad + load},#{value}", $"B.NE {end}"];

    public override string Register(int thread, int load) => $"{thread}:X{FirstLoad + load}";
}
