using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.ConfidentialGuests;

/// <summary>Whether a host's KVM can have a guest of its kind at all.</summary>
public static class ConfidentialSupport
{
    /// <param name="Since">The first version whose KVM has it; null: every known one.</param>
    /// <param name="Needs">Of the host; null where it has it.</param>
    private sealed record Row(
        Confidential Kind,
        KernelVersion? Since,
        string Name,
        Func<Host, string?> Needs,
        string Source
    );

    private static readonly ImmutableArray<Row> Rows =
    [
        new(Confidential.Sev, null, "SEV", NeedsAmd, "arch/x86/kvm/svm/sev.c:sev_hardware_setup"),
        new(Confidential.SevEs, null, "SEV-ES", NeedsAmd, "arch/x86/kvm/svm/sev.c:sev_hardware_setup"),
        new(Confidential.SevSnp, new(6, 11), "SEV-SNP", NeedsAmd, "arch/x86/kvm/svm/sev.c:sev_hardware_setup"),
        new(
            Confidential.Tdx,
            new(6, 16),
            "TDX",
            host => host.Vendor == CpuVendor.Intel ? null : "CPUs of Intel",
            "arch/x86/kvm/vmx/tdx.c:tdx_vm_init"
        ),
    ];

    /// <summary>Why the guest cannot run on its host; null where it can, or is an ordinary one.</summary>
    public static Reason? Missing(TopologyIndex index, Guest guest) =>
        Missing(index.Topology, index.Host(guest.Host), guest);

    /// <param name="host">As it is declared, or as it would be with another kernel.</param>
    public static Reason? Missing(SystemTopology topology, Host host, Guest guest) =>
        Missing(host, guest)
        ?? (
            guest.Confidential == Confidential.SevSnp && Snp.WhyOff(topology, host) is { } off
                ? off with
                {
                    Text = $"{guest.Name} is declared as sev_snp, and its host has no SEV-SNP: {off.Text}",
                }
                : null
        );

    /// <summary>Of the CPUs and the version alone.</summary>
    private static Reason? Missing(Host host, Guest guest)
    {
        if (Rows.FirstOrDefault(row => row.Kind == guest.Confidential) is not { } row)
        {
            return null;
        }

        var needs = host.Architecture == Architecture.X86_64 ? row.Needs(host) : "an x86_64 host";
        return needs is not null
                ? new Reason($"{guest.Name} is a guest under {row.Name}, which needs {needs}", row.Source)
            : row.Since is { } since && host.Kernel < since
                ? new Reason(
                    $"{guest.Name} is a guest under {row.Name}, which KVM has since {since}, and {host.Name} runs "
                        + $"Linux {host.Kernel}",
                    row.Source
                )
            : null;
    }

    private static string? NeedsAmd(Host host) => host.Vendor == CpuVendor.Amd ? null : "CPUs of AMD";
}
