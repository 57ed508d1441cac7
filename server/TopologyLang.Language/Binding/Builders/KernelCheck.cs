using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

/// <summary>Tells where a kernel version is outside of what is known.</summary>
internal sealed class KernelCheck(ErrorList errors)
{
    /// <summary>Of a vendor's kernel the number says little: what depends on it is not known anyway.</summary>
    public void Report(Host host, FileSpan where)
    {
        if (host.VendorKernel is not { Carries: Carried.LaterCode })
        {
            Report(host.Kernel, where);
        }
    }

    public void Report(KernelVersion kernel, FileSpan where)
    {
        if (kernel > KernelVersions.NewestKnown)
        {
            var message =
                $"Linux {kernel} is newer than the newest known version: it is simulated as "
                + $"{KernelVersions.NewestKnown}";
            errors.Add(new BindingError(BindingCodes.KernelTooNew, BindingSeverity.Information, where, message));
        }
        else if (kernel < KernelVersions.OldestKnown)
        {
            var oldest = KernelVersions.OldestKnown;
            var message =
                $"Linux {kernel} is older than {oldest}, the oldest version whose behaviour is known: nothing is said "
                + "of it";
            errors.Warning(BindingCodes.KernelTooOld, where, message);
        }
    }
}
