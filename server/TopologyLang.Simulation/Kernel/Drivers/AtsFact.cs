namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>When a driver switches a device's address translation services on.</summary>
/// <param name="Text">The condition in words, for people.</param>
/// <param name="Invalidation">The function that empties the device's cache of translations when its page table
/// changes.</param>
public sealed record AtsFact(string Text, Predicate<UnitContext> Holds, string Source, string Invalidation);
