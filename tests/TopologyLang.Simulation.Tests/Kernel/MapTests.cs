using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class MapTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Nic(string kernel) =>
        Intel(kernel)
            .Vtd("unit", true)
            .Device("nic", "unit")
            .Domain("container", DomainApi.VfioType1)
            .Domain("ioas", DomainApi.Iommufd)
            .Domain("own", DomainApi.DmaApi)
            .Guest(
                new Guest
                {
                    Name = "win",
                    Host = "host",
                    Assign = [new Assignment("nic", "container"), new Assignment("nic", "ioas")],
                }
            )
            .Program("send", "win", "nic");

    [Theory]
    [InlineData("container", "EEXIST", Ok)]
    [InlineData("ioas", "EEXIST", "ENOENT")]
    public void Memory_is_mapped_once(string domain, string mappedAgain, string unmappedAgain) =>
        Assert.Equal(
            [Ok, Ok, mappedAgain, Ok, unmappedAgain, Ok],
            Nic("6.8")
                .Scenario(Attach("nic", domain), Map(domain), Map(domain), Unmap(domain), Unmap(domain), Map(domain))
                .Results()
        );

    /// <summary>
    /// A container has no IOMMU driver before it has a group; an IOAS needs no device; before 6.2 there is none.
    /// </summary>
    [Theory]
    [InlineData("6.8", "container", "EINVAL")]
    [InlineData("6.8", "ioas", Ok)]
    [InlineData("6.1", "ioas", "ENOENT")]
    [InlineData("6.8", "own", "EINVAL")]
    public void Mapping_before_a_device_is_attached(string kernel, string domain, string expected) =>
        Assert.Equal(expected, Nic(kernel).Scenario(Map(domain)).Results()[0]);

    [Theory]
    [InlineData("container")]
    [InlineData("ioas")]
    public void Without_a_mapping_every_request_faults(string domain)
    {
        var machine = Nic("6.8")
            .Scenario(
                Attach("nic", domain),
                RunProgram("send"),
                Unmap(domain),
                RunProgram("send"),
                Map(domain),
                RunProgram("send")
            );
        var paths = machine
            .Run()
            .Runs.Select(r => ProgramPaths.Of(machine.Topology, r.State, machine.Topology.Programs[0]));

        Assert.Equal(
            [null, $"nothing is mapped in {domain} at this time: every request of nic faults", null],
            paths.Select(p => p.CannotRun?.Text)
        );
    }

    /// <summary>Once a scenario has said a word about a domain, nothing is mapped there by itself.</summary>
    [Theory]
    [InlineData("container")]
    [InlineData("ioas")]
    public void What_was_unmapped_stays_so_for_the_next_device(string domain) =>
        Assert.False(
            Nic("6.8")
                .Scenario(Attach("nic", domain), Unmap(domain), Detach("nic", domain), Attach("nic", domain))
                .Run()
                .End.Maps(domain)
        );
}
