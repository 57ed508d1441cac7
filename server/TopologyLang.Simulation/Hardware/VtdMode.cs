namespace TopologyLang.Simulation.Hardware;

public enum VtdMode
{
    PassThrough,
    SecondStage,
    FirstStage,
    Nested,
}
