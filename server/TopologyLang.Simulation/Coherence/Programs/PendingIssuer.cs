using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>Who issued a line operation that may be pending.</summary>
/// <param name="Cpu">A vCPU takes what it has pending along when it moves; the hypervisor's CPUs are physical
/// ones.</param>
/// <param name="Physical">The physical CPU that executed it.</param>
internal readonly record struct PendingIssuer(CpuSelector Cpu, int Physical);
