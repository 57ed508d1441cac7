namespace TopologyLang.Simulation.Hardware;

/// <summary>What the guest's and the host's PAT say together under nested paging (AMD), before the MTRR.</summary>
public enum CombinedPat
{
    Uc,
    UcMinus,
    Wc,
    WcPlus,
    Wp,
    Wt,
    Wb,
}
