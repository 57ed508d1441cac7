namespace TopologyLang.Simulation.Hardware;

public enum VtdMode { Off, PassThrough, SecondStage, FirstStage, Nested }
