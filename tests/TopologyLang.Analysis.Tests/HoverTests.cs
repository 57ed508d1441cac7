using TopologyLang.Analysis.Hover;

namespace TopologyLang.Analysis.Tests;

public class HoverTests
{
    private const string Flip = """
        program flip in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          cpu 0 wbinvd
          dma read fb no_snoop
        }
        program forgetful in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          dma write fb
          dma read fb no_snoop
        }
        """;

    [Fact]
    public void A_stale_dma_step_says_what_is_required_why_and_shows_the_run()
    {
        var hover = At(
            """
            program p in vm using igpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              d$0ma read fb no_snoop
            }
            """
        );

        Assert.StartsWith("**wbinvd required here**", hover, StringComparison.Ordinal);
        Assert.Contains("cpu0: write fb", hover, StringComparison.Ordinal);
        Assert.Contains("`cpu 0 clflush fb` before line", hover, StringComparison.Ordinal);
        Assert.Contains("Enable No Snoop of igpu is 1", hover, StringComparison.Ordinal);
        Assert.Contains("KVM executes the guest's WBINVD", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dma_step_that_a_wbinvd_protects_says_so()
    {
        var hover = At(
            Flip.Replace(
                "dma read fb no_snoop\n}\nprogram forgetful",
                "d$0ma read fb no_snoop\n}\nprogram forgetful",
                StringComparison.Ordinal
            )
        );

        Assert.Contains("**wbinvd required here**, and there is one in line 9", hover, StringComparison.Ordinal);
        Assert.Contains("Coherent in every interleaving", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wbinvd_that_no_interleaving_needs_says_so()
    {
        var hover = At(
            """
            program p in vm using igpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              cpu 0 wbin$0vd
              dma read fb
            }
            """
        );

        Assert.Contains("is not needed: without it the program is coherent as well", hover, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("device ig$0pu", "**Box 3**: no-snoop is possible and not blocked.")]
    [InlineData("domain sp$0ace", "**Does not enforce cache coherency**; one hardware page table.")]
    [InlineData("guest v$0m", "wbinvd **emulated**; guest PAT **honoured**")]
    [InlineData("iommu g$0fx", "coherent\\_walk = `yes` — default")]
    [InlineData("host de$0sk", "kernel = `6.8`")]
    [InlineData("snoop$0_control", "snoop\\_control = `no`")]
    [InlineData("program fl$0ip", "**coherent**")]
    [InlineData("$0guest vm", "properties:")]
    public void A_declaration_shows_what_became_of_it(string marked, string expected)
    {
        var text = (Checked.Machine + Flip).Replace(
            marked.Replace("$0", "", StringComparison.Ordinal),
            marked,
            StringComparison.Ordinal
        );

        Assert.Contains(expected, AtCursor(text), StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_shows_the_kernels_answer()
    {
        var hover = At(
            """
            scenario s {
              att$0ach igpu to space
            }
            """
        );

        Assert.StartsWith("**ok** on Linux 6.8", hover, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expectation_shows_whether_it_is_met() =>
        Assert.StartsWith(
            "**not met**, found: in box 3\n\n**Box 3**: no-snoop is possible and not blocked.",
            At("expect igpu i$0n box 1"),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_a_file_says_does_not_become_markup()
    {
        var hover = AtCursor("/// <img src=x onerror=alert(1)> [x](command:y)\nhost de$0sk { kernel = 6.8 }\n");

        Assert.Contains("\\<img src=x onerror=alert(1)\\> \\[x\\](command:y)", hover, StringComparison.Ordinal);
    }

    /// <summary>No place of any example and no damage to it makes a hover throw.</summary>
    [Fact]
    public void Every_place_can_be_hovered()
    {
        var text =
            Checked.Machine + Flip + "\nscenario s {\n  attach igpu to space\n  run flip\n}\nexpect igpu in box 3\n";
        for (var cut = text.Length; cut > 0; cut -= 37)
        {
            var analysis = Checked.Text(text[..cut]);
            for (var offset = 0; offset <= cut; offset += 5)
            {
                _ = Hovers.At(analysis, "test.topo", offset);
            }
        }
    }

    [Fact]
    public void A_guest_with_a_virtual_iommu_shows_what_its_kernel_sees_and_what_the_vmm_does()
    {
        var hover = AtCursor(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd }
            device card behind main { bus = pcie 0000:03:00.0 }
            domain space on desk { api = vfio_type1 }
            guest v$0m on desk { viommu = intel_vtd  assign = [card via space] }
            """
        );

        Assert.Contains("a VT-d unit without snoop control", hover, StringComparison.Ordinal);
        Assert.Contains("whether the domain enforces was decided at attach", hover, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coh$0erent = no", "Experimental")]
    [InlineData("m$0ap = [cached]", "VM_PFNMAP|reserved memory")]
    public void A_property_of_a_domain_says_what_it_is(string property, string expected) =>
        Assert.Matches(expected, AtCursor($"host desk {{ }}\ndomain space on desk {{ api = iommufd  {property} }}"));

    private static string At(string marked) => AtCursor(Checked.Machine + marked);

    private static string AtCursor(string marked)
    {
        var offset = marked.IndexOf("$0", StringComparison.Ordinal);
        return Hovers.At(Checked.Text(marked.Remove(offset, 2)), "test.topo", offset)?.Markdown.TrimEnd() ?? "";
    }
}
