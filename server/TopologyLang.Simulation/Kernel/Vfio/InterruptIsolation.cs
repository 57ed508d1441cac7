using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>Without isolated interrupts a guest could forge them, so its user has to allow that (a module parameter).</summary>
internal static class InterruptIsolation
{
    /// <summary>No reasons where the interrupts are isolated: it is the ordinary case.</summary>
    /// <param name="source">The function that asks.</param>
    public static (bool Allowed, ImmutableArray<Reason> Chain) Of(DriverRow row, ImmutableArray<UnitContext> members, string source)
    {
        var host = members[0].Host;
        if (host.MsiIsolation ?? members.All(m => row.InterruptIsolation.Holds(m)))
        {
            return (true, []);
        }

        var missing = host.MsiIsolation is false
            ? new Reason($"host {host.Name} is declared with msi_isolation = no")
            : row.InterruptIsolation.ToReason();
        return host.AllowUnsafeInterrupts
            ? (true, [missing, new Reason("the device's interrupts are not isolated, and allow_unsafe_interrupts permits it", source)])
            : (false, [missing,
                new Reason("without isolated interrupts a guest could forge them; VFIO needs allow_unsafe_interrupts for it", source)]);
    }
}
