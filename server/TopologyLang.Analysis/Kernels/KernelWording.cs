namespace TopologyLang.Analysis.Kernels;

/// <summary>What the results call the kinds of answers.</summary>
public static class KernelWording
{
    public static string Of(KernelAnswerKind kind) => kind switch
    {
        KernelAnswerKind.Operation => "operation",
        KernelAnswerKind.Box => "box",
        KernelAnswerKind.Enforced => "enforced",
        KernelAnswerKind.Wbinvd => "wbinvd",
        KernelAnswerKind.GuestPat => "guestPat",
        _ => "verdict",
    };

    /// <summary>What a change is about, as a person would say it.</summary>
    public static string Subject(KernelChange change)
    {
        var subject = change.Kind switch
        {
            KernelAnswerKind.Box => $"device {change.Subject}",
            KernelAnswerKind.Enforced => $"domain {change.Subject}",
            KernelAnswerKind.Wbinvd => $"guest {change.Subject} wbinvd",
            KernelAnswerKind.GuestPat => $"guest {change.Subject} PAT",
            _ => change.Subject,
        };
        return change.Scenario is { } scenario ? $"{scenario}: {subject}" : subject;
    }
}
