using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>A location of a litmus test.</summary>
/// <param name="Index">Names the register that holds its address.</param>
internal readonly record struct Location(int Index, string Name);

/// <summary>How the accesses and barriers of a program look in the assembly of one architecture.</summary>
internal abstract class LitmusDialect
{
    /// <summary>As herd7 calls it; it takes the memory model of that name.</summary>
    public abstract string Name { get; }

    /// <summary>That a thread has registers for.</summary>
    public abstract int MostLoads { get; }

    public abstract int MostLocations { get; }

    /// <summary>A store reaches all other threads at once.</summary>
    public virtual bool IsMultiCopyAtomic => true;

    /// <summary>A device's relaxed write and reads that do not wait for each other can be played.</summary>
    public abstract bool HasRelaxedDevices { get; }

    /// <summary>The smp_ barriers promise nothing to a device, and are left out where there is one.</summary>
    public abstract bool SmpIsForCpusOnly { get; }

    /// <summary>
    /// A barrier of the kernel that orders memory and no registers of devices. The models know memory alone, so that
    /// in a test it orders a doorbell too.
    /// </summary>
    public virtual bool IsForMemoryOnly(BarrierKind kind) => false;

    /// <summary>Every access before it comes before every access after it.</summary>
    public abstract string Full { get; }

    /// <summary>Every load before it comes before every access after it, and no more.</summary>
    public abstract string? AfterLoads { get; }

    /// <summary>What <c>writel()</c> has in front of its store; null: nothing.</summary>
    public abstract string? BeforeDoorbell { get; }

    public static LitmusDialect? Of(Architecture architecture) =>
        architecture switch
        {
            Architecture.Arm64 => new Arm64Dialect(),
            Architecture.X86_64 => new X86Dialect(),
            Architecture.Riscv64 => new RiscvDialect(),
            Architecture.Ppc64 => new PpcDialect(),
            _ => null,
        };

    /// <returns>The instruction to which the kernel's header expands it; null: none.</returns>
    public abstract string? Barrier(BarrierKind kind);

    /// <summary>
    /// The initial value of the register with the address of a location; null: addresses are symbols.
    /// </summary>
    public abstract string? Address(int thread, Location location);

    /// <param name="release">Every access before it comes before it.</param>
    public abstract string[] Store(Location location, int value, bool release);

    /// <param name="load">Its number among those of the thread, which names the register.</param>
    /// <param name="acquire">It comes before every access behind the test of its value.</param>
    public abstract string[] Load(int load, Location location, bool acquire);

    /// <summary>On to the end of the thread unless the load had this value.</summary>
    public abstract string[] Test(int load, int value, string end);

    /// <summary>Behind the test of a load with acquire.</summary>
    public virtual string[] AfterTest => [];

    /// <summary>The register of a load, as herd7 names it among those of all threads.</summary>
    public abstract string Register(int thread, int load);
}
