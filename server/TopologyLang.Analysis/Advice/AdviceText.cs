using System.Text;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>Advice for people: a few lines a device.</summary>
public static class AdviceText
{
    public static string Render(DeviceAdvice advice)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"{advice.Device}{(advice.Address is { } address ? $" ({address})" : "")} on {advice.Host}, Linux "
                + $"{advice.Kernel}: {SuitabilityWords.Of(advice.Suitability)}{If(advice)}"
        );
        text.AppendLine($"  {Answer(advice)}");
        if (Decisive(advice) is { } why)
        {
            text.AppendLine($"  because {Reason(why)}");
        }

        if (advice.Wbinvd is { } wbinvd)
        {
            text.AppendLine($"  guest: {Wbinvd(wbinvd)}; {Pat(advice.GuestPat)}");
        }

        foreach (var hazard in advice.Hazards)
        {
            text.AppendLine($"  hazard: {hazard}");
        }

        foreach (var change in advice.Changes)
        {
            text.AppendLine($"  change: {change}");
        }

        return text.ToString();
    }

    private static string If(DeviceAdvice advice) =>
        advice.Conditions.IsEmpty ? "" : $" if {string.Join(" and ", advice.Conditions)}";

    /// <summary>Where the function cannot set no-snoop that alone decides; else the last link does.</summary>
    private static Reason? Decisive(DeviceAdvice advice) =>
        advice is { Box: 2 or 4, Enforced: not true, Suitability: Suitability.Safe }
            ? advice.Why.FirstOrDefault()
            : advice.Why.LastOrDefault(reason => reason.Source is not null) ?? advice.Why.LastOrDefault();

    private static string Answer(DeviceAdvice advice) =>
        advice.Suitability switch
        {
            Suitability.Safe when advice.Enforced == true =>
                "pass it through: its page table makes every request snoop the caches",
            Suitability.Safe => "pass it through: none of its requests can bypass the caches",
            Suitability.NeedsCare =>
                "works with a guest driver that flushes caches; one that does not reads stale data",
            Suitability.Unsafe =>
                $"{(advice.Box is 1 or 3 ? "its no-snoop requests" : "its requests")} bypass the caches: it can read "
                    + "what was in a page before it was zeroed for the guest",
            Suitability.Refused => $"VFIO answers {advice.Attach}",
            _ => "something that this depends on is not known",
        };

    private static string Wbinvd(string mode) =>
        mode switch
        {
            "emulated" => "wbinvd is emulated on the physical CPUs",
            "nop" => "wbinvd does nothing",
            "native" => "wbinvd runs natively",
            _ => "it has no wbinvd",
        };

    private static string Pat(string? pat) =>
        pat switch
        {
            "honoured" => "its own memory types (PAT) count",
            "ignored" => "its memory types (PAT) are ignored, all of its memory is write-back",
            _ => "memory types are those of stage 1 and stage 2",
        };

    private static string Reason(Reason reason)
    {
        var source = reason.Source is { } place ? $" [{place}{FixText.Since(reason)}]" : "";
        return $"{reason.Text}{(reason.Uncertain ? " (uncertain)" : "")}{source}";
    }
}
