namespace TopologyLang.Simulation.Hardware;

/// <summary>What translates behind AMD-Vi: nothing, the host table (v1), the guest table alone (v2), or both.</summary>
public enum AmdMode { Off, Identity, V1, V2, Nested }
