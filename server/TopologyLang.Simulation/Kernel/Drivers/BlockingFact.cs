namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What the hardware does about no-snoop behind this driver, whatever the kernel says about it.</summary>
public sealed record BlockingFact(string Text, string Source, bool Uncertain = false);
