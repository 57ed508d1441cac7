using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>A path as text, for the message of a test that fails.</summary>
internal static class ProgramText
{
    public static string Of(ProgramPath path) =>
        string.Join(
            '\n',
            path.Program.Steps.Select(Of)
                .Prepend(
                    $"{(path.InGuest ? "guest" : "host")}, {path.PhysicalCpus} physical and {path.OwnCpus} own CPUs, {path.Cpu}, "
                        + $"access completes: {path.AccessCompletesLineOperations}, profile: {path.Profile.Name}, "
                        + string.Join(
                            ' ',
                            path.Program.Buffers.Where(buffer => buffer.Shares is not null)
                                .Select(buffer => $"{buffer.Name} shares {buffer.Shares}")
                        )
                )
                .Concat(
                    path.Buffers.Select(buffer =>
                        $"{buffer.Buffer}: {string.Join('/', buffer.Access)}, host maps: {buffer.HypervisorMapsIt}, "
                        + $"sync: {buffer.SyncForDevice}/{buffer.SyncForCpu}"
                    )
                )
                .Concat(
                    path.Devices.Select(device =>
                        $"{device.Device} {device.Buffer}: ordinary {device.Ordinary}, no-snoop {device.NoSnoop}"
                    )
                )
        );

    private static string Of(Step step) =>
        $"  {step.Cpu.Scope} {step.Cpu.Number} {step.Kind} {step.Buffer}{(step.NoSnoop ? " no_snoop" : "")}";
}
