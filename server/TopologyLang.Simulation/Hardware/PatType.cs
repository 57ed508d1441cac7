namespace TopologyLang.Simulation.Hardware;

/// <summary>A type as a page table, the PAT or an MTRR names it (x86).</summary>
public enum PatType
{
    Uc,
    UcMinus,
    Wc,
    Wp,
    Wt,
    Wb,
}
