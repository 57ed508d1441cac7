namespace TopologyLang.Simulation.Hardware;

/// <summary>What translates behind AMD-Vi: no table, the host table (v1), or the guest table alone (v2).</summary>
public enum AmdMode
{
    Identity,
    V1,
    V2,
}
