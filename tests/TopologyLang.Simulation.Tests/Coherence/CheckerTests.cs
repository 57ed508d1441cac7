using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>Small programs on an x86 machine, each with the shortest run that goes wrong.</summary>
public sealed class CheckerTests
{
    private const string Flip = "cpu 0 write fb; cpu 0 wbinvd; dma read fb no_snoop";

    [Theory]
    [InlineData("cpu 0 write fb; dma read fb", "Coherent")]
    [InlineData("cpu 0 write fb; dma read fb no_snoop", "DeviceReadsStale: Cpu0 write fb, d dma read fb = 0")]
    [InlineData("cpu 0 write fb; cpu 0 clflush fb; dma read fb no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 write fb; cpu 0 clwb fb; dma read fb no_snoop",
        "DeviceReadsStale: Cpu0 write fb, Cpu0 clwb fb, d dma read fb = 0"
    )]
    [InlineData("cpu 0 write fb; cpu 0 clwb fb; cpu 0 fence; dma read fb no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 write fb; cpu 0 clwb fb; cpu 1 fence; dma read fb no_snoop",
        "DeviceReadsStale: Cpu0 write fb, Cpu0 clwb fb, Cpu1 fence, d dma read fb = 0"
    )]
    [InlineData("cpu 0 write fb; cpu 0 clflushopt fb; cpu 0 move; cpu 0 fence; dma read fb no_snoop", "Coherent")]
    public void A_device_that_bypasses_the_caches_needs_the_line_in_memory(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Guest(program)));

    [Theory]
    [InlineData(WbinvdMode.Emulated, "Coherent")]
    [InlineData(WbinvdMode.Native, "Coherent")]
    [InlineData(WbinvdMode.Nop, "DeviceReadsStale: Cpu0 write fb, Cpu0 wbinvd, d dma read fb = 0")]
    public void A_guest_that_relies_on_wbinvd_relies_on_KVM(WbinvdMode wbinvd, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Guest(Flip, wbinvd)));

    [Theory]
    [InlineData("cpu 0 write fb; cpu 0 move; cpu 0 wbinvd; dma read fb no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 wbinvd; cpu 0 write fb; cpu 0 move; cpu 0 wbinvd; dma read fb no_snoop",
        "DeviceReadsStale: Cpu0 wbinvd, Cpu0 write fb, Cpu0 move, Cpu0 wbinvd, d dma read fb = 0"
    )]
    public void An_emulated_wbinvd_forgets_the_CPU_on_which_the_vCPU_stays(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Guest(program)));

    [Fact]
    public void A_native_wbinvd_misses_the_CPU_that_the_vCPU_left_unless_KVM_flushes_it()
    {
        var path = Example.Guest("cpu 0 write fb; cpu 0 move; cpu 0 wbinvd; dma read fb no_snoop", WbinvdMode.Native);

        Assert.Equal(
            "DeviceReadsStale: Cpu0 write fb, Cpu0 move, Cpu0 wbinvd, d dma read fb = 0",
            Example.Answer(path)
        );
        Assert.Equal("Coherent", Example.Answer(path with { Cpu = path.Cpu with { FlushOnMove = true } }));
    }

    [Theory]
    [InlineData(
        "cpu 0 write fb; cpu 1 wbinvd; dma read fb no_snoop",
        "DeviceReadsStale: Cpu0 write fb, Cpu1 wbinvd, d dma read fb = 0"
    )]
    [InlineData("cpu 0 write fb; cpu all wbinvd; dma read fb no_snoop", "Coherent")]
    [InlineData("cpu 0 write fb; cpu all wbnoinvd; dma read fb no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 write fb; cpu all invd; dma read fb",
        "DeviceReadsStale: Cpu0 write fb, all cpus invd, d dma read fb = 0"
    )]
    public void A_whole_cache_operation_reaches_only_the_CPUs_that_execute_it(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Host(program)));

    [Theory]
    [InlineData(
        "cpu 0 write rx; dma write rx no_snoop; dma read rx no_snoop",
        "DmaWriteLost: Cpu0 write rx, d dma write rx, Cache0 evict rx, d dma read rx = 1"
    )]
    [InlineData(
        "cpu 0 write rx; dma write rx no_snoop; cpu 0 clflush rx; cpu 0 read rx",
        "DmaWriteLost: Cpu0 write rx, d dma write rx, Cpu0 clflush rx, Cpu0 read rx = 1"
    )]
    [InlineData(
        "cpu 0 write rx; dma write rx no_snoop; cpu 0 read rx",
        "CpuReadsStale: Cpu0 write rx, d dma write rx, Cpu0 read rx = 1"
    )]
    [InlineData(
        "cpu 0 write rx; cpu 0 clflush rx; dma write rx no_snoop; cpu 0 read rx",
        "CpuReadsStale: Cpu0 write rx, Cpu0 clflush rx, Cache0 prefetch rx, d dma write rx, Cpu0 read rx = 1"
    )]
    [InlineData("cpu 0 write rx; cpu 0 clflush rx; dma write rx no_snoop; cpu 0 clflush rx; cpu 0 read rx", "Coherent")]
    [InlineData("cpu 0 write rx; dma write rx; cpu 0 read rx", "Coherent")]
    public void A_device_that_writes_past_the_caches_needs_them_clean_before_and_empty_after(
        string program,
        string answer
    ) => Assert.Equal(answer, Example.Answer(Example.Guest(program)));

    [Theory]
    [InlineData("recycle page; dma read page no_snoop", "InformationLeak: host cpu0 recycle page, d dma read page = 0")]
    [InlineData("recycle page; host cpu 0 clflush page; dma read page no_snoop", "Coherent")]
    [InlineData("recycle page; dma read page", "Coherent")]
    [InlineData(
        "recycle page; host cpu 0 clflush page; cpu 0 write page; dma read page no_snoop",
        "DeviceReadsStale: host cpu0 recycle page, host cpu0 clflush page, Cpu0 write page, d dma read page = 1"
    )]
    public void A_page_that_is_zeroed_in_a_cache_only_leaks(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Guest(program)));

    [Theory]
    [InlineData(AccessClass.UncachedChecked, "Coherent")]
    [InlineData(
        AccessClass.UncachedUnchecked,
        "DeviceReadsStale: Cache0 prefetch fb, Cpu0 write fb, d dma read fb = 0"
    )]
    public void The_hypervisors_mapping_alone_lets_a_stale_line_into_a_cache(AccessClass access, string answer)
    {
        var path = Example.Guest("cpu 0 write fb; dma read fb", access: access);

        Assert.Equal(answer, Example.Answer(path));
        Assert.Equal(
            "Coherent",
            Example.Answer(path with { Buffers = [path.Buffers[0] with { HypervisorMapsIt = false }] })
        );
    }

    [Theory]
    [InlineData("cpu 0 write fb; dma read fb no_snoop", "Coherent")]
    [InlineData(
        "cpu 0 read fb; cpu 0 write fb; dma write fb no_snoop; cpu 0 read fb",
        "CpuReadsStale: Cpu0 read fb = 0, Cpu0 write fb, d dma write fb, Cpu0 read fb = 1"
    )]
    [InlineData("cpu 0 read fb; cpu 1 write fb; cpu 0 read fb", "Coherent")]
    public void Write_through_keeps_memory_fresh_and_its_own_copy(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Guest(program, access: AccessClass.WriteThrough)));

    [Fact]
    public void Where_the_routing_is_unknown_both_ways_are_explored()
    {
        var either = new DevicePath("d", Snooped.Yes, Snooped.Either, true, []);
        var program = "cpu 0 write fb; dma read fb no_snoop";

        // Only where the read is not snooped, and only where the write is not.
        Assert.Equal(
            "DeviceReadsStale: Cpu0 write fb, d dma read fb = 0",
            Example.Answer(Example.Guest(program) with { Devices = [either] })
        );
        Assert.Equal(
            "CpuReadsStale: Cpu0 write fb, d dma write fb, Cpu0 read fb = 1",
            Example.Answer(
                Example.Guest("cpu 0 write fb; dma write fb no_snoop; cpu 0 read fb") with
                {
                    Devices = [either],
                }
            )
        );

        // Only where the read is snooped.
        Assert.Equal(
            "DeviceReadsStale: Cache0 prefetch fb, Cpu0 write fb, d dma read fb = 0",
            Example.Answer(Example.Guest(program, access: AccessClass.UncachedUnchecked) with { Devices = [either] })
        );
    }

    [Fact]
    public void Where_the_access_class_is_unknown_each_is_explored_and_the_run_names_its_own()
    {
        var path = Example.Guest("cpu 0 write fb; dma read fb no_snoop");
        path = path with
        {
            Buffers = [path.Buffers[0] with { Access = [AccessClass.UncachedChecked, AccessClass.WriteBack] }],
        };

        var verdict = Example.Check(path);

        Assert.Equal(
            (VerdictKind.Stale, 2, AccessClass.WriteBack),
            (verdict.Kind, verdict.Run.Length, verdict.Assumed)
        );
    }

    [Fact]
    public void The_run_shows_the_whole_state_after_each_step()
    {
        var run = Example.Check(Example.Guest("cpu 1 write rx; dma write rx no_snoop; cpu 1 read rx")).Run;

        CacheCopy none = new(CopyState.Invalid, 0);
        CacheCopy dirty = new(CopyState.Dirty, 1);
        Assert.Equal([0, 2, 2], run.Select(step => step.Memory));
        Assert.Equal([1, 2, 2], run.Select(step => step.Expected));
        Assert.Equal([none, dirty], run[0].Caches.AsEnumerable());
        Assert.Equal([none, dirty], run[2].Caches.AsEnumerable());
        Assert.Equal((1, 1, 2), (run[2].ReadValue, run[2].ReadFrom, run[2].Step));
    }

    [Fact]
    public void Steps_on_other_buffers_count_and_the_buffer_with_the_shortest_run_is_shown()
    {
        var path = Example.Guest(
            "cpu 0 write a; cpu 0 write b; cpu 0 clflush a; dma read a no_snoop; dma read b no_snoop; cpu 0 read a"
        );

        Assert.Equal(
            "DeviceReadsStale: Cpu0 write a, Cpu0 write b, Cpu0 clflush a, d dma read a, d dma read b = 0",
            Example.Answer(path)
        );
    }

    [Fact]
    public void A_CPU_that_the_program_never_uses_is_shown_by_its_physical_number()
    {
        var path = Example.Guest(
            "cpu 0 write fb; cpu 0 wbinvd; dma read fb",
            WbinvdMode.Native,
            AccessClass.UncachedUnchecked
        );

        Assert.Equal(
            "DeviceReadsStale: Cache1 prefetch fb, Cpu0 write fb, Cpu0 wbinvd, d dma read fb = 0",
            Example.Answer(path with { PhysicalCpus = 64 })
        );
        Assert.Equal("Coherent", Example.Answer(path with { PhysicalCpus = 1 }));
    }
}
