using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>A domain maps the memory of one guest: with two in it, the devices of each reach both.</summary>
public class SharedDomainTests
{
    [Fact]
    public void Two_guests_in_one_container()
    {
        var analysis = Checked.Text(
            """
            host h { }
            iommu i on h { model = intel_vtd  snoop_control = yes }
            device c behind i { bus = pcie 0000:01:00.0 }
            device d behind i { bus = pcie 0000:02:00.0 }
            domain s on h { api = vfio_type1 }
            guest first on h { assign = [c via s] }
            guest second on h { assign = [d via s] }
            """
        );

        Assert.Equal(["warning TOPO3004 assign = [d via s]"], Checked.Lines(analysis));
        Assert.Contains(
            "`second` shares the page tables of `s` with `first`",
            Checked.Single(analysis, FindingCode.SharedDomain).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_group_is_not_taken_apart_by_a_container_for_two_guests()
    {
        var analysis = Checked.Text(
            """
            host h { }
            iommu i on h { model = intel_vtd  snoop_control = yes }
            device c behind i { bus = pcie 0000:01:00.0  group = one }
            device d behind i { bus = pcie 0000:01:00.1  group = one }
            domain s on h { api = vfio_type1 }
            domain t on h { api = vfio_type1 }
            guest first on h { assign = [c via s] }
            guest second on h { assign = [d via t] }
            """
        );

        var refused = Checked.Single(analysis, FindingCode.RefusedOperation);
        Assert.DoesNotContain(
            analysis.Remedies.For(refused, CancellationToken.None).SelectMany(remedy => remedy.Edits),
            edit => edit.Text.Contains("via s", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("first_nested", "first_nested", 0)]
    [InlineData("first_nested", "second_nested", 1)]
    [InlineData("first_nested", "own", 0)]
    public void Nested_domains_share_what_their_parent_maps(string first, string second, int findings)
    {
        // One guest may have devices in several nested domains of one parent; another guest may not.
        var secondGuest = first == second ? "" : $"guest other on h {{ assign = [d via {second}] }}";
        var analysis = Checked.Text(
            $$"""
            host h { kernel = 6.12 }
            iommu i on h { model = intel_vtd  scalable_mode = yes  first_stage = yes  nested = yes }
            device c behind i { bus = pcie 0000:01:00.0 }
            device d behind i { bus = pcie 0000:02:00.0 }
            domain shared on h { api = iommufd }
            domain own on h { api = iommufd }
            domain first_nested on h { api = iommufd  parent = shared }
            domain second_nested on h { api = iommufd  parent = shared }
            guest g on h { assign = [c via {{first}}] }
            {{secondGuest}}
            """
        );

        Assert.Equal(findings, analysis.Findings.Count(finding => finding.Code == FindingCode.SharedDomain));
    }

    /// <summary>
    /// In the domain of another guest the device's requests reach that guest's memory, and say nothing about this one's
    /// buffers.
    /// </summary>
    [Theory]
    [InlineData("own", VerdictKind.Coherent, null)]
    [InlineData("nobodys", VerdictKind.Coherent, null)]
    [InlineData(
        "others",
        null,
        "others maps the memory of other, not that of g: the guest's addresses mean other memory there"
    )]
    public void A_program_does_not_run_where_another_guests_memory_is_mapped(
        string domain,
        VerdictKind? verdict,
        string? cannot
    )
    {
        var analysis = Checked.Text(
            $$"""
            host h { kernel = 6.8 }
            iommu i on h { model = intel_vtd  snoop_control = yes }
            device c behind i { bus = pcie 0000:01:00.0  no_snoop = used }
            device d behind i { bus = pcie 0000:02:00.0 }
            domain own on h { api = vfio_type1 }
            domain nobodys on h { api = vfio_type1 }
            domain others on h { api = vfio_type1 }
            guest g on h { assign = [c via own] }
            guest other on h { assign = [d via others] }
            program p in g using c {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            scenario s {
              attach d to others
              attach c to {{domain}}
              kvm add c to g
              run p
            }
            """
        );

        var run = Checked.Runs(analysis).Single();
        Assert.Equal(verdict ?? VerdictKind.Error, run.Verdict.Kind);
        Assert.Equal(cannot, run.Path.CannotRun?.Text);
    }
}
