namespace TopologyLang.Analysis.Tests;

/// <summary>Lists of mapped ranges: what the kernel takes, what is flushed, and what a buffer there means.</summary>
public class MappedRangeTests
{
    private static string Given(
        string api,
        string map,
        string program,
        string host = "kernel = 6.12",
        string more = ""
    ) =>
        $$"""
            host desk { {{host}} }
            iommu gfx on desk { model = intel_vtd  snoop_control = no }
            device gpu behind gfx { bus = pcie 0000:04:00.0  no_snoop = used }
            domain space on desk { api = {{api}}  {{map}} }
            guest vm on desk { assign = [gpu via space] }
            program p in vm using gpu {
              buffer b = 4KiB wb
              {{program}}
            }
            {{more}}
            """;

    [Theory]
    [InlineData("vfio_type1", "", "6.12", "ok")]
    [InlineData("vfio_type1", "map = [cached, uncached, mmio]", "6.12", "ok")]
    [InlineData("iommufd", "map = [cached]", "6.12", "ok")]
    [InlineData("iommufd", "map = [cached, uncached]", "6.12", "EFAULT")]
    [InlineData("iommufd", "map = [mmio]", "6.18", "EFAULT")]
    [InlineData("iommufd", "map = [mmio]", "6.19", "unknown")]
    [InlineData("vhost_vdpa", "map = [cached]", "6.12", "ok")]
    [InlineData("vhost_vdpa", "map = [cached, mmio]", "6.12", "EFAULT")]
    public void Mapping_a_list(string api, string map, string kernel, string expected) =>
        Assert.Equal(
            expected,
            Operations(
                Given(
                    api,
                    map,
                    "",
                    $"kernel = {kernel}",
                    """
                    scenario s {
                      attach gpu to space
                      map space
                    }
                    """
                )
            )[1].Result
        );

    /// <summary>A buffer may lie in any range of memory that is mapped; a window of a device is none.</summary>
    [Theory]
    [InlineData("vfio_type1", "", "Stale")]
    [InlineData("vfio_type1", "map = [cached]", "Stale")]
    [InlineData("vfio_type1", "map = [uncached]", "Coherent")]
    [InlineData("vfio_type1", "map = [uncached, mmio]", "Coherent")]
    [InlineData("vfio_type1", "map = [cached, uncached]", "Stale")]
    [InlineData("vfio_type1", "map = [mmio]", "Error: what is mapped for gpu in space is no memory")]
    [InlineData("iommufd", "map = [uncached]", "Error: what is mapped for gpu in space is no memory")]
    [InlineData("iommufd", "map = [cached, mmio]", "Stale")]
    public void A_buffer_in_a_range(string api, string map, string expected) =>
        Assert.StartsWith(
            expected,
            Foreseen.Run(Given(api, map, "cpu 0 write b\n  dma read b no_snoop"), "p"),
            StringComparison.Ordinal
        );

    /// <summary>AMD's nested paging lets the guest map a range cached that the host has uncached.</summary>
    [Theory]
    [InlineData("intel", "Coherent")]
    [InlineData("amd", "Stale")]
    public void An_uncached_range_under_each_vendors_paging(string vendor, string expected) =>
        Assert.StartsWith(
            expected,
            Foreseen.Run(
                Given(
                    "vfio_type1",
                    "map = [uncached]",
                    "cpu 0 write b\n  dma read b no_snoop",
                    $"kernel = 6.12  vendor = {vendor}"
                ),
                "p"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_hypervisor_has_no_cached_mapping_of_an_uncached_range() =>
        Assert.Equal(
            "Error: the step recycle goes through a cached mapping of the hypervisor, and of an uncached range it has "
                + "none",
            Foreseen.Run(Given("vfio_type1", "map = [uncached]", "recycle b\n  dma read b no_snoop"), "p")
        );

    /// <summary>
    /// A host's own mapping of the range is uncached, if the architecture has such a thing; what KVM makes of it may
    /// not be known.
    /// </summary>
    [Theory]
    [InlineData("arm64", "arm_smmu_v3", "on", "Coherent")]
    [InlineData("s390x", "s390", "on", "Coherent")]
    [InlineData("loongarch64", "loongarch", "on", "Coherent")]
    [InlineData("arm64", "arm_smmu_v3", "in", "Coherent")]
    [InlineData("s390x", "s390", "in", "Coherent")]
    [InlineData(
        "loongarch64",
        "loongarch",
        "in",
        "Undecided: p: which type KVM gives to reserved memory that it maps into vm is found in no source"
    )]
    public void An_uncached_range_on_another_architecture(string arch, string model, string where, string expected) =>
        Assert.StartsWith(
            expected,
            Foreseen.Run(
                $$"""
                host box { arch = {{arch}}  allow_unsafe_interrupts = yes }
                iommu unit on box { model = {{model}} }
                device nic behind unit { bus = pcie 0000:04:00.0 }
                domain space on box { api = vfio_type1  map = [uncached]  attach = [nic] }
                {{(where == "on" ? "" : "guest vm on box { assign = [nic via space] }")}}
                program p {{(where == "on" ? "on box" : "in vm")}} using nic {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  dma read b
                }
                """,
                "p"
            ),
            StringComparison.Ordinal
        );

    /// <summary>
    /// The policy that was posted in May 2024: ordinary memory is flushed, what no cache can hold is skipped.
    /// </summary>
    [Theory]
    [InlineData("no", "vfio_type1", "cached", "no released kernel flushes CPU caches for that")]
    [InlineData(
        "yes",
        "vfio_type1",
        "cached",
        "vfio_flush: pages of ordinary memory, the zero page among them, are flushed line by line"
    )]
    [InlineData(
        "yes",
        "vfio_type1",
        "uncached",
        "vfio_flush: reserved memory that PAT has as uncached or write-combining is skipped: no cache can hold it"
    )]
    [InlineData(
        "yes",
        "vfio_type1",
        "mmio",
        "vfio_flush: what is no memory and is mapped uncached is skipped: no cache can hold it"
    )]
    [InlineData(
        "yes",
        "vhost_vdpa",
        "cached",
        "vfio_flush: nothing is flushed for space, as every page table of it enforces or it is none of VFIO's; what "
            + "was mapped while one did not is flushed when it is unmapped"
    )]
    public void What_is_flushed(string policy, string api, string kind, string expected)
    {
        var operations = Operations(
            Given(
                api,
                $"map = [{kind}]",
                "",
                $"kernel = 6.12  vfio_flush = {policy}",
                """
                scenario s {
                  attach gpu to space
                  map space
                  unmap space
                }
                """
            )
        );

        Assert.Contains(expected, operations[1].Chain.Select(reason => reason.Text));
        Assert.Contains(expected, operations[2].Chain.Select(reason => reason.Text));
    }

    /// <summary>A second page table, one that does not enforce, comes to pages that are mapped.</summary>
    [Theory]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    public void What_is_mapped_is_flushed_for_a_new_page_table(string policy, bool flushed)
    {
        var attach = Operations(
            Given(
                "vfio_type1",
                "",
                "",
                $"kernel = 6.12  vfio_flush = {policy}",
                """
                iommu main on desk { model = intel_vtd }
                device card behind main { bus = pcie 0000:05:00.0 }
                scenario s {
                  attach card to space
                  attach gpu to space
                }
                """
            )
        )[1];

        Assert.Equal(
            flushed,
            attach.Chain.Any(reason =>
                reason.Text.StartsWith("vfio_flush: what is mapped already", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("dma_api")]
    [InlineData("identity")]
    public void Nobody_maps_lists_into_the_hosts_own_domains(string api) =>
        Assert.Contains("warning TOPO2026 map", Checked.Lines(Checked.Text(Given(api, "map = [mmio]", ""))));

    [Fact]
    public void A_list_in_the_hosts_own_domain_takes_no_memory_away() =>
        Assert.Equal(
            "Coherent",
            Foreseen.Run(
                """
                host desk { }
                device gpu on desk { bus = pcie 0000:04:00.0 }
                domain own on desk { map = [mmio]  attach = [gpu] }
                program p on desk using gpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  dma read b
                }
                """,
                "p"
            )
        );

    private static System.Collections.Immutable.ImmutableArray<Simulation.Kernel.Answers.OperationOutcome> Operations(
        string text
    ) => Checked.Text(text).System.Timelines[0].Kernel.Operations;
}
