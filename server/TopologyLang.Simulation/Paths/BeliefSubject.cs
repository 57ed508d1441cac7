using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>A device whose no-snoop is possible and not blocked.</summary>
internal sealed record BeliefSubject(Device Device, DeviceState State, BoxAnswer Box);
