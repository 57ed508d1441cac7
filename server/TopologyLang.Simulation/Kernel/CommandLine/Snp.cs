using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.CommandLine;

/// <summary>
/// Whether a host's kernel has SEV-SNP switched on: asked for, and prevented by nothing. Source:
/// drivers/iommu/amd/init.c:iommu_snp_enable (6.12.117, 7.2.12, 7.3.4).
/// </summary>
internal static class Snp
{
    private const string Source = "drivers/iommu/amd/init.c:iommu_snp_enable";

    /// <summary>
    /// 04d65a9dbb33: the driver switches it on by itself; before, nobody called amd_iommu_snp_enable().
    /// </summary>
    private static readonly KernelVersion Since = new(6, 9);

    /// <summary>Not in 7.2.12, in 7.3.4.</summary>
    public static readonly KernelVersion KnowsMode0 = new(7, 3);

    public static bool IsOn(SystemTopology topology, Host host) =>
        (host.Snp ?? IsNeeded(topology, host)) && WhyOff(topology, host) is null;

    /// <summary>Untranslated requests and v2 tables go with SNP.</summary>
    public static bool AllowsMode0(Host host, Iommu unit) => host.Kernel >= KnowsMode0 && unit.SnpMode0;

    /// <summary>Why the kernel cannot have it, whether it was asked for or not; null where it can.</summary>
    public static Reason? WhyOff(SystemTopology topology, Host host)
    {
        var kernel = KernelVersions.SimulatedAs(host.Kernel);
        var units = topology.Iommus.Where(unit => unit.Host == host.Name && unit.Model == IommuModel.AmdVi).ToList();
        return Prevented(host, kernel, units)
            ?? (host.Snp == false ? new Reason($"{host.Name} is declared without SEV-SNP (snp = no)") : null);
    }

    private static Reason? Prevented(Host host, KernelVersion kernel, List<Iommu> units) =>
        host.Vendor != CpuVendor.Amd ? new Reason($"the CPUs of {host.Name} are not AMD's")
        : host.InGuest is not null ? new Reason($"{host.Name} runs in a guest, which sees no SEV-SNP")
        : kernel < Since ? new Reason($"kernels before {Since} switch SEV-SNP on for nobody", Source)
        : units.Count == 0
            ? new Reason($"SEV-SNP needs an AMD-Vi unit, and the kernel of {host.Name} uses none", Source)
        : kernel >= KnowsMode0 && units.TrueForAll(unit => unit.SnpMode0) ? null
        : KernelOptions.Of(host).Passthrough == true
            ? new Reason("identity domains are the default (iommu=pt): then SEV-SNP stays off", Source)
        : units.Find(unit => unit.PageTable == AmdPageTable.V2) is { } unit
            ? new Reason($"{unit.Name} has v2 tables (amd_iommu=pgtbl_v2): then SEV-SNP stays off", Source)
        : null;

    private static bool IsNeeded(SystemTopology topology, Host host) =>
        topology.Guests.Any(guest => guest.Host == host.Name && guest.Confidential == Confidential.SevSnp);
}
