using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>Arm's cache maintenance by address and by set and way, on a host and in a guest.</summary>
public sealed class ArmCheckerTests
{
    private const string CleanBySetWay = "cpu 0 write b; cpu 0 dc_csw; dma read b no_snoop";

    [Theory]
    [InlineData("cpu 0 write b; cpu 0 dc_cvac b; cpu 0 fence; dma read b no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 write b; cpu 0 dc_cvac b; dma read b no_snoop",
        "DeviceReadsStale: Cpu0 write b, Cpu0 dc_cvac b, d dma read b = 0"
    )]
    [InlineData("cpu 0 write b; cpu 0 dc_cvac b; cpu 0 read b; dma read b no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 write b; cpu 0 dc_cvac b; cpu 1 read b; dma read b no_snoop",
        "DeviceReadsStale: Cpu0 write b, Cpu0 dc_cvac b, Cpu1 read b = 1, d dma read b = 0"
    )]
    public void An_operation_by_address_is_complete_at_a_fence_or_at_its_own_CPUs_next_access(
        string program,
        string answer
    ) => Assert.Equal(answer, Example.Answer(Example.ArmHost(program)));

    [Fact]
    public void An_invalidate_by_address_may_destroy_what_was_written_on_a_host_but_not_under_a_stage_2()
    {
        const string Program = "cpu 0 write b; cpu 0 dc_ivac b; cpu 0 fence; cpu 0 read b";

        Assert.Equal(
            "CpuReadsStale: Cpu0 write b, Cpu0 dc_ivac b, Cpu0 fence, Cpu0 read b = 0",
            Example.Answer(Example.ArmHost(Program))
        );
        Assert.Equal("Coherent", Example.Answer(Example.ArmGuest(Program)));
    }

    [Fact]
    public void A_completion_in_between_is_a_step_of_its_own_and_says_whose_it_is()
    {
        var run = Example.Check(Example.ArmHost("cpu 0 dc_ivac b; cpu 1 write b; dma read b")).Run;

        Assert.Equal(["dc_ivac", "write", "complete", "dma read"], run.Select(step => step.Action));
        Assert.Equal((null, 0), (run[2].Step, run[2].Completes));
    }

    [Theory]
    [InlineData(CleanBySetWay, "Coherent")]
    [InlineData(
        "cpu 1 write b; cpu 0 dc_cisw; dma read b no_snoop",
        "DeviceReadsStale: Cpu1 write b, Cpu0 dc_cisw, d dma read b = 0"
    )]
    [InlineData(
        "cpu 0 write b; cpu 0 dc_isw; cpu 0 read b",
        "CpuReadsStale: Cpu0 write b, Cpu0 dc_isw, Cpu0 read b = 0"
    )]
    public void By_set_and_way_a_host_reaches_the_executing_CPU_only(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.ArmHost(program)));

    [Theory]
    [InlineData(CleanBySetWay, "Coherent")]
    [InlineData("cpu 1 write b; cpu 0 dc_isw; dma read b no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 dc_cisw; cpu 0 write b; cpu 0 dc_cisw; dma read b no_snoop",
        "DeviceReadsStale: Cpu0 dc_cisw, Cpu0 write b, Cpu0 dc_cisw, d dma read b = 0"
    )]
    public void Under_KVM_the_first_operation_by_set_and_way_flushes_everything_and_later_ones_nothing(
        string program,
        string answer
    ) => Assert.Equal(answer, Example.Answer(Example.ArmGuest(program)));

    [Theory]
    [InlineData(
        "recycle b; host cpu 0 dc_civac b; dma read b no_snoop",
        "InformationLeak: host cpu0 recycle b, host cpu0 dc_civac b, d dma read b = 0"
    )]
    [InlineData("recycle b; host cpu 0 dc_civac b; host cpu 0 fence; dma read b no_snoop", "Coherent")]
    [InlineData("recycle b; host cpu 0 dc_civac b; host cpu 0 read b; dma read b no_snoop", "Coherent")]
    [InlineData("recycle b; host cpu 0 dc_civac b; cpu 0 fence; dma read b no_snoop", "Coherent")]
    [InlineData(
        "recycle b; host cpu 1 dc_civac b; cpu 0 fence; dma read b no_snoop",
        "InformationLeak: host cpu0 recycle b, host cpu1 dc_civac b, Cpu0 fence, d dma read b = 0"
    )]
    [InlineData("recycle b; host cpu 1 dc_civac b; cpu 0 move; cpu 0 fence; dma read b no_snoop", "Coherent")]
    public void The_hypervisors_operations_are_completed_on_their_physical_CPU(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.ArmGuest(program)));

    [Fact]
    public void With_FWB_operations_by_set_and_way_do_nothing() =>
        Assert.Equal(
            "DeviceReadsStale: Cpu0 write b, Cpu0 dc_csw, d dma read b = 0",
            Example.Answer(Example.ArmGuest(CleanBySetWay, fwb: true))
        );

    [Theory]
    [InlineData(SyncEffect.Nothing, "DeviceReadsStale: Cpu0 write b, Kernel0 sync_for_device b, d dma read b = 0")]
    [InlineData(SyncEffect.Clean, "Coherent")]
    [InlineData(SyncEffect.CleanAndInvalidate, "Coherent")]
    [InlineData(SyncEffect.Invalidate, "DeviceReadsStale: Cpu0 write b, Kernel0 sync_for_device b, d dma read b = 0")]
    public void The_DMA_API_does_what_the_path_says(SyncEffect effect, string answer) =>
        Assert.Equal(
            answer,
            Answer(Example.ArmHost("cpu 0 write b; sync_for_device b; dma read b no_snoop"), effect, SyncEffect.Nothing)
        );

    [Fact]
    public void A_driver_of_a_device_that_is_not_coherent_is_right_with_both_sync_calls()
    {
        var path = Example.ArmHost(
            "cpu 0 write b; sync_for_device b; dma write b no_snoop; sync_for_cpu b; cpu 0 read b"
        );

        Assert.Equal("Coherent", Answer(path, SyncEffect.Clean, SyncEffect.Invalidate));
        Assert.Equal(
            "CpuReadsStale: Cpu0 write b, Kernel0 sync_for_device b, d dma write b, Kernel0 sync_for_cpu b, Cpu0 read "
                + "b = 1",
            Answer(path, SyncEffect.Clean, SyncEffect.Nothing)
        );
    }

    /// <summary>A call cleans one buffer and throws the other's lines away: each has its own.</summary>
    [Theory]
    [InlineData(SyncEffect.Clean, SyncEffect.Clean, "Coherent")]
    [InlineData(
        SyncEffect.Clean,
        SyncEffect.Invalidate,
        "DeviceReadsStale: Cpu0 write a, Kernel0 sync_for_device a, Cpu0 write b, Kernel0 sync_for_device b, "
            + "d dma read a, d dma read b = 0"
    )]
    public void A_call_may_do_other_things_to_another_buffer(SyncEffect toA, SyncEffect toB, string answer)
    {
        var path = Example.ArmHost(
            "cpu 0 write a; sync_for_device a; cpu 0 write b; sync_for_device b; dma read a no_snoop; dma read b "
                + "no_snoop"
        );

        Assert.Equal(
            answer,
            Example.Answer(
                path with
                {
                    Buffers =
                    [
                        path.Buffers[0] with
                        {
                            SyncForDevice = toA,
                        },
                        path.Buffers[1] with
                        {
                            SyncForDevice = toB,
                        },
                    ],
                }
            )
        );
    }

    /// <summary>
    /// A device that finds a buffer's own type on its way reaches one past the caches and another through them.
    /// </summary>
    [Fact]
    public void A_device_may_reach_another_buffer_in_another_way()
    {
        var path = Example.ArmHost("cpu 0 write a; cpu 0 write b; dma read a; dma read b");
        var snooped = path.Devices[0] with { Ordinary = Snooped.Yes };

        Assert.Equal("Coherent", Example.Answer(path with { Devices = [snooped] }));
        Assert.Equal(
            "DeviceReadsStale: Cpu0 write a, Cpu0 write b, d dma read a, d dma read b = 0",
            Example.Answer(
                path with
                {
                    Devices = [snooped with { Buffer = "a" }, snooped with { Buffer = "b", Ordinary = Snooped.No }],
                }
            )
        );
    }

    private static string Answer(ProgramPath path, SyncEffect forDevice, SyncEffect forCpu) =>
        Example.Answer(
            path with
            {
                Buffers = [path.Buffers[0] with { SyncForDevice = forDevice, SyncForCpu = forCpu }],
            }
        );
}
