namespace TopologyLang.Simulation.Hardware;

/// <summary>The memory type with which an Arm device's request sets out.</summary>
public enum ArmRequestType
{
    /// <summary>Write-back and shareable: what a PCIe root complex of a coherent machine gives every request.</summary>
    WriteBack,

    NonCacheable,

    /// <summary>The firmware contradicts itself (CCA = 0 with CPM = 1 and DACS = 1), so it is not known.</summary>
    Unknown,
}
