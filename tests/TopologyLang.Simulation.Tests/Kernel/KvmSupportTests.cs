using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>Where the host's kernel has no KVM there is no guest, whatever is declared.</summary>
public class KvmSupportTests
{
    private static Machine Host(Architecture architecture, string kernel) =>
        Arm(
                kernel,
                h => h with { Architecture = architecture, IommufdAllowUnsafeInterrupts = true, MsiIsolation = true }
            )
            .Smmu("unit", IommuModel.Virtio)
            .Device("nic", "unit")
            .Domain("space", DomainApi.Iommufd)
            .Guest("vm", "space", "nic")
            .Program("p", "vm", "nic")
            .Scenario(Attach("nic", "space"), KvmAdd("nic", "vm"), RunProgram("p"));

    [Theory]
    [InlineData(Architecture.Arm, "7.2", "ENOENT")]
    [InlineData(Architecture.Loongarch64, "6.6", "ENOENT")]
    [InlineData(Architecture.Loongarch64, "6.7", "ok")]
    [InlineData(Architecture.Riscv64, "6.8", "ok")]
    [InlineData(Architecture.Ppc64, "6.8", "ok")]
    [InlineData(Architecture.S390x, "6.8", "ok")]
    public void Kvm_add(Architecture architecture, string kernel, string expected)
    {
        var machine = Host(architecture, kernel);
        var result = machine.Run();

        Assert.Equal(expected, result.Operations[1].Result);
        Assert.Equal(
            expected != "ok",
            ProgramPaths.Of(machine.Topology, result.Runs[0].State, machine.Topology.Programs[0]).CannotRun is not null
        );
    }

    [Fact]
    public void Riscv_of_5_15_has_none() =>
        Assert.Equal("ENOENT", Host(Architecture.Riscv64, "5.15").Run().Operations[1].Result);

    /// <summary>kvm_arch_register_noncoherent_dma() is empty but on x86, so the count has no effect.</summary>
    [Theory]
    [InlineData(Architecture.Riscv64)]
    [InlineData(Architecture.Ppc64)]
    [InlineData(Architecture.Loongarch64)]
    public void The_count_of_non_coherent_dma_means_nothing_elsewhere(Architecture architecture)
    {
        var machine = Host(architecture, "6.8");
        var guest = machine.Run().End.GuestOf("vm");

        Assert.Equal(
            (true, WbinvdMode.NotApplicable, null, null),
            (guest.NoncoherentDma, guest.Wbinvd, guest.GuestPatHonoured, guest.Unknown)
        );
        Assert.Empty(BeliefChecks.Beliefs(machine.Topology, machine.Run().End));
    }

    /// <summary>A PAT is x86's alone.</summary>
    [Fact]
    public void Elsewhere_the_guest_has_no_pat_and_a_source_says_what_there_is_instead() =>
        Assert.All(
            Enum.GetValues<Architecture>().Except([Architecture.X86_64]),
            architecture =>
            {
                var guest = Host(architecture, "7.2").Run().End.GuestOf("vm");

                Assert.Null(guest.GuestPatHonoured);
                Assert.NotEmpty(Assert.Single(guest.PatChain).Source!);
            }
        );
}
