using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>What AMD-Vi answers while the host has SEV-SNP or SME on.</summary>
public class SnpTests
{
    /// <summary>7.2.12 refuses at attach, 6.12.117 at allocation; in between nothing was read.</summary>
    [Theory]
    [InlineData("6.8", false, "ok")]
    [InlineData("6.12", false, "ENOMEM")]
    [InlineData("6.14", false, "unknown")]
    [InlineData("7.2", false, "EINVAL")]
    [InlineData("7.2", true, "EINVAL")]
    [InlineData("7.3", false, "EINVAL")]
    [InlineData("7.3", true, "ok")]
    public void An_identity_domain_needs_page_mode_0(string kernel, bool mode0, string result) =>
        Assert.Equal([result], Host(kernel, mode0).Domain("plain", DomainApi.Identity, "nic").Results());

    /// <summary>SNP stays off where the command line asks for what it forbids: then identity is there.</summary>
    [Theory]
    [InlineData("7.2", false, "iommu=pt", "identity")]
    [InlineData("7.3", false, "iommu=pt", "identity")]
    [InlineData("7.3", true, "iommu=pt", "identity")]
    [InlineData("7.3", true, "", "table")]
    public void Passthrough_by_the_command_line_goes_before_SNP(
        string kernel,
        bool mode0,
        string options,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Of(Host(kernel, mode0, h => h with { KernelOptions = options })) is Translation.Identity
                ? "identity"
                : "table"
        );

    /// <summary>amd_iommu_def_domain_type reads the same in 7.3.4 as in 7.2.12, page mode 0 or not.</summary>
    [Theory]
    [InlineData("7.2", false, false, "identity")]
    [InlineData("7.2", true, false, "v1")]
    [InlineData("7.3", true, false, "v1")]
    [InlineData("7.3", true, true, "v2")]
    public void A_device_with_PASID_is_translated_under_SNP(string kernel, bool snp, bool mode0, string expected) =>
        Assert.Equal(expected, Words(Of(Host(kernel, mode0, h => h with { Snp = snp }, d => d with { Pasid = true }))));

    [Fact]
    public void Under_SME_too() =>
        Assert.Equal(
            "v2",
            Words(Of(Host("7.2", false, h => h with { Snp = false, Sme = true }, d => d with { Pasid = true })))
        );

    /// <summary>IOMMU_HWPT_ALLOC_PASID of the default domain: not in 6.12.0, in 6.13.2.</summary>
    [Theory]
    [InlineData("6.12", true, "v1")]
    [InlineData("6.13", true, "v2")]
    [InlineData("6.13", false, "v1")]
    public void A_translated_device_with_PASID_has_a_v2_table_since_6_13(string kernel, bool pasid, string expected) =>
        Assert.Equal(
            expected,
            Words(Of(Host(kernel, false, h => h with { Snp = false, Sme = true }, d => d with { Pasid = pasid })))
        );

    [Theory]
    [InlineData("7.2", true, "EINVAL")]
    [InlineData("7.3", false, "EINVAL")]
    [InlineData("7.3", true, "ok")]
    public void No_process_is_bound_without_v2_tables(string kernel, bool mode0, string result) =>
        Assert.Equal(
            [result],
            Host(kernel, mode0, with: d => d with { Pasid = true, Ats = true })
                .Domain("process", DomainApi.Sva, "nic")
                .Results()
        );

    private static string Words(Translation translation) =>
        translation switch
        {
            Translation.Identity => "identity",
            Translation.Amd { Table: AmdPageTable.V2 } => "v2",
            _ => "v1",
        };

    private static Translation Of(Machine machine) => machine.Run().End.DeviceOf("nic").Translation;

    private static Machine Host(
        string kernel,
        bool mode0,
        Func<Host, Host>? host = null,
        Func<Device, Device>? with = null
    ) =>
        Amd(kernel, h => (host ?? (one => one))(h with { Snp = true }))
            .AmdVi("unit", with: u => u with { SnpMode0 = mode0 })
            .Device("nic", "unit", with: with);
}
