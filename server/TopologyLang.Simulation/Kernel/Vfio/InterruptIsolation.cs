using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// Without isolated interrupts a guest could forge them, so its user has to allow that (a module parameter).
/// </summary>
internal static class InterruptIsolation
{
    /// <summary>Of a container. No reasons where the interrupts are isolated: it is the ordinary case.</summary>
    /// <param name="source">The function that asks.</param>
    public static (bool Allowed, ImmutableArray<Reason> Chain) OfType1(
        DriverRow row,
        ImmutableArray<UnitContext> members,
        string source
    ) => Of(row, members, source, members[0].Host.AllowUnsafeInterrupts, "allow_unsafe_interrupts");

    /// <summary>
    /// Of an iommufd, which goes by a parameter of its own: drivers/iommu/iommufd/device.c:allow_unsafe_interrupts.
    /// </summary>
    public static (bool Allowed, ImmutableArray<Reason> Chain) OfIommufd(
        DriverRow row,
        ImmutableArray<UnitContext> members,
        string source
    ) => Of(row, members, source, members[0].Host.IommufdAllowUnsafeInterrupts, "iommufd_allow_unsafe_interrupts");

    private static (bool Allowed, ImmutableArray<Reason> Chain) Of(
        DriverRow row,
        ImmutableArray<UnitContext> members,
        string source,
        bool permitted,
        string parameter
    )
    {
        var host = members[0].Host;
        if (host.MsiIsolation ?? members.All(m => row.InterruptIsolation.Holds(m)))
        {
            return (true, []);
        }

        var missing = host.MsiIsolation is false
            ? new Reason($"host {host.Name} is declared with msi_isolation = no")
            : row.InterruptIsolation.ToReason();
        return permitted
            ? (
                true,
                [missing, new Reason($"the device's interrupts are not isolated, and {parameter} permits it", source)]
            )
            : (
                false,
                [
                    missing,
                    new Reason($"without isolated interrupts a guest could forge them; that needs {parameter}", source),
                ]
            );
    }
}
