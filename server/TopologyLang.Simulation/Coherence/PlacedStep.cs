using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>A program step, with what depends only on where the CPUs are at that place of the program.</summary>
/// <param name="Cpu">The physical CPU that executes it; 0 where the step names none.</param>
/// <param name="Caches">What it does to whole caches: nothing, flush, clean or discard.</param>
/// <param name="On">On which physical CPUs it does that.</param>
internal readonly record struct PlacedStep(Step Step, int Cpu, LineOperation Caches, CpuSet On);
