using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Terms;

/// <summary>
/// A kernel as it is shown: one that is not known is simulated as the nearest that is, and that is said.
/// </summary>
public static class KernelWords
{
    public static string Of(KernelVersion kernel) =>
        KernelVersions.IsTooOld(kernel) ? $"{kernel} (not known)"
        : KernelVersions.SimulatedAs(kernel) is var known && known == kernel ? kernel.ToString()
        : $"{kernel} (simulated as {known})";

    public static string Of(Host host) =>
        host.VendorKernel switch
        {
            null when Candidates.Of(host).Length == 1 => Of(host.Kernel),
            null => $"{host.Kernel} (not read: what differs with later fixes is unknown)",
            { Carries: Carried.Nothing } vendor => $"{Of(host.Kernel)} ({vendor.Vendor}'s `{vendor.Release}`)",
            { Carries: Carried.SomeUpdate } vendor =>
                $"{vendor.Release} ({vendor.Vendor}'s, some update of {host.Kernel.Release}: what differs between them "
                    + "is unknown)",
            { Carries: Carried.LaterFixes } vendor =>
                $"{Of(host.Kernel)} ({vendor.Vendor}'s `{vendor.Release}`: what differs with later fixes is unknown)",
            var vendor => $"{vendor.Release} (a vendor's kernel: what differs between versions is unknown)",
        };

    /// <summary>Its own name, without more.</summary>
    public static string Name(Host host) => host.VendorKernel?.Release ?? host.Kernel.ToString();
}
