using TopologyLang.Analysis.Kernels;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests;

/// <summary>Whoever sees an answer become another one is told why, and by which source.</summary>
public class KernelChangeReasonTests
{
    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void Every_change_of_an_example_names_its_source(string file)
    {
        var silent = KernelSweep
            .Of(Examples.Analyse(file), CancellationToken.None)
            .Changes.Where(change => change.After is not null && change.Why?.Source is null)
            .Select(change => $"{change.Version} {change.Subject}: {change.Before} -> {change.After}");

        Assert.Empty(silent);
    }

    [Fact]
    public void A_program_that_cannot_run_any_more_names_what_refused_its_device()
    {
        var change = Of(
            "p",
            "5.19",
            """
            host mended { allow_unsafe_interrupts = yes }
            iommu unit on mended { model = virtio }
            device nic behind unit { bus = pcie 0000:03:00.0 }
            domain space on mended { api = vfio_type1  attach = [nic] }
            guest vm on mended { assign = [nic via space] }
            program p in vm using nic {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b
            }
            """
        );

        Assert.Equal(("coherent", "error"), (change.Before, change.After));
        Assert.Equal(
            (new KernelVersion(5, 19), "drivers/vfio/vfio.c:vfio_group_find_or_alloc"),
            (change.Why!.Since, change.Why.Source)
        );
    }

    [Fact]
    public void A_nested_table_before_its_time_is_refused_since_there_is_an_iommufd()
    {
        var change = Of(
            "attach nic to nested",
            "6.2",
            """
            host desk { }
            iommu unit on desk { model = intel_vtd  scalable_mode = yes  nested = yes  first_stage = yes }
            device nic behind unit { bus = pcie 0000:03:00.0 }
            domain outer on desk { api = iommufd }
            domain nested on desk { api = iommufd  parent = outer  attach = [nic] }
            """
        );

        Assert.Equal(("ENOENT", "ENOTTY"), (change.Before, change.After));
        Assert.Equal(new KernelVersion(6, 2), change.Why!.Since);
    }

    private static KernelChange Of(string subject, string version, string text) =>
        KernelSweep
            .Of(Checked.Text(text), CancellationToken.None)
            .Changes.Single(change => change.Subject == subject && change.Version.ToString() == version);
}
