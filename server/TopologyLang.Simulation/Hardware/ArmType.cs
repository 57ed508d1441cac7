namespace TopologyLang.Simulation.Hardware;

/// <summary>A memory type of Arm, as far as caches are concerned: Device types differ only in ordering.</summary>
public enum ArmType
{
    WriteBack,
    WriteThrough,
    NormalNc,
    Device,
}
