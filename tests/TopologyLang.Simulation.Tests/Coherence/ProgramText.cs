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
                    $"{path.Architecture} {(path.InGuest ? "guest" : "host")}, {path.PhysicalCpus} physical and "
                        + $"{path.OwnCpus} own CPUs, {path.Cpu}, access completes: "
                        + $"{path.AccessCompletesLineOperations}, profile: {path.Profile.Name}, "
                        + string.Join(
                            ' ',
                            path.Program.Buffers.Where(buffer => buffer.Shares is not null)
                                .Select(buffer => $"{buffer.Name} shares {buffer.Shares}")
                        )
                )
                .Concat(
                    path.Buffers.Select(buffer =>
                        $"{buffer.Buffer}: {string.Join('/', buffer.Access)}, {buffer.Ordering}, host maps: "
                        + $"{buffer.HypervisorMapsIt}, alias: {buffer.HasAlias}, write-only: {buffer.IsWriteOnly}, "
                        + $"sync: {buffer.SyncForDevice}/{buffer.SyncForCpu}"
                    )
                )
                .Concat(
                    path.Devices.Select(device =>
                        $"{device.Device} {device.Buffer}: ordinary {device.Ordinary}, no-snoop {device.NoSnoop}, "
                        + $"{device.Reads}"
                    )
                )
        );

    private static string Of(Step step) =>
        $"  {step.Cpu.Scope} {step.Cpu.Number} {step.Kind} {step.Barrier}{step.Buffer} "
        + $"{step.Device}{(step.NoSnoop ? " no_snoop" : "")}{(step.Relaxed ? " relaxed" : "")}";
}
