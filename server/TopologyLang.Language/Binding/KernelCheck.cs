using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>Tells where a kernel version is outside of what is known.</summary>
internal sealed class KernelCheck(ErrorList errors)
{
    public void Report(KernelVersion kernel, FileSpan where)
    {
        if (kernel > KernelVersions.NewestKnown)
        {
            var message =
                $"Linux {kernel} is newer than the newest known version: it is simulated as {KernelVersions.NewestKnown}";
            errors.Add(new BindingError(BindingCodes.KernelTooNew, BindingSeverity.Information, where, message));
        }
        else if (kernel < KernelVersions.OldestKnown)
        {
            var oldest = KernelVersions.OldestKnown;
            var message =
                $"Linux {kernel} is older than {oldest}, the oldest version whose behaviour is known: nothing is said of it";
            errors.Warning(BindingCodes.KernelTooOld, where, message);
        }
    }
}
