using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Tests;

/// <summary>What a file says about guests whose memory is kept from their host, and what comes out.</summary>
public class ConfidentialGuestTests
{
    private static string Machine(string host, string guest, string program) =>
        $$"""
            host box { {{host}} }
            iommu unit on box { model = {{(
                host.Contains("amd", StringComparison.Ordinal) ? "amd_vi" : "intel_vtd  snoop_control = no"
            )}} }
            device gpu behind unit { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on box { api = vfio_type1  attach = [gpu] }
            guest vm on box { {{guest}}  assign = [gpu via space] }
            program p in vm using gpu {
            {{program}}
            }
            """;

    private const string Careless = "buffer b = 4KiB wb\ncpu 0 write b\ndma read b no_snoop";
    private const string Uncached = "buffer b = 4KiB uc\ncpu 0 write b\ndma read b no_snoop";

    /// <summary>
    /// Without kvm-vfio KVM counts no non-coherent DMA and ignores the PAT of an ordinary guest: what it maps uncached
    /// is cached. A TDX guest's PAT always counts.
    /// </summary>
    [Theory]
    [InlineData("none", Uncached, "Stale")]
    [InlineData("tdx", Uncached, "Coherent")]
    [InlineData("tdx", Careless, "Stale")]
    public void The_memory_types_of_a_TDX_guest_count(string kind, string program, string verdict) =>
        Assert.Equal(verdict, Verdict(Machine("kernel = 7.3", $"confidential = {kind}  kvm_vfio = no", program)));

    /// <summary>A page of an SEV guest is in memory before its device can read what was there.</summary>
    [Theory]
    [InlineData("no", "Coherent")]
    [InlineData("yes", "Stale")]
    public void What_the_hypervisor_wrote_is_flushed_for_SEV(string coherent, string verdict) =>
        Assert.Equal(
            verdict,
            Verdict(
                Machine(
                        $"vendor = amd  kernel = 6.12  sme_coherent = {coherent}",
                        "confidential = sev",
                        "buffer b = 4KiB wb\nrecycle b\ndma read b no_snoop"
                    )
                    .Replace("model = amd_vi", "model = amd_vi  page_table = v2", StringComparison.Ordinal)
                    .Replace("kernel = 6.12", "kernel = 6.13", StringComparison.Ordinal)
            )
        );

    [Theory]
    [InlineData("kernel = 6.15", "tdx", "which KVM has since 6.16")]
    [InlineData("kernel = 7.3  vendor = amd", "tdx", "needs CPUs of Intel")]
    [InlineData("kernel = 7.2  vendor = amd  kernel_options = \"iommu=pt\"", "sev_snp", "SEV-SNP stays off")]
    public void A_guest_that_its_host_cannot_have_is_impossible(string host, string kind, string why) =>
        Assert.Contains(
            why,
            Checked
                .Single(Checked.Text(Machine(host, $"confidential = {kind}", Careless)), FindingCode.Impossible)
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_old_QEMU_gives_it_no_devices()
    {
        var text = Machine("kernel = 7.3", "confidential = tdx  vmm_version = 10.0", Careless);
        var finding = Checked.Single(Checked.Text(text), FindingCode.RefusedByVmm);

        Assert.Contains(
            "takes no assigned device for a guest with private memory",
            finding.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_version_is_two_or_three_numbers()
    {
        var errors = Checked.Text(Machine("kernel = 7.3", "vmm_version = new", Careless)).Binding.Errors;

        Assert.Contains("a version such as 10.1", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    private static string Verdict(string text) =>
        Checked.Text(text).System.Timelines[0].Runs.Single(run => !run.Program.BuiltIn).Verdict.Kind.ToString();
}
