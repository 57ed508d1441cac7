namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>Which of two accesses of one CPU keep their order: the earlier one named first.</summary>
[Flags]
public enum AccessPairs
{
    None = 0,
    ReadRead = 1,
    ReadWrite = 2,
    WriteRead = 4,
    WriteWrite = 8,
    ReadAny = ReadRead | ReadWrite,
    WriteAny = WriteRead | WriteWrite,
    All = ReadAny | WriteAny,
}
