namespace TopologyLang.Analysis.Kernels;

/// <summary>What the results call the kinds of answers.</summary>
public static class KernelWording
{
    public static string Of(KernelAnswerKind kind) =>
        kind switch
        {
            KernelAnswerKind.Operation => "operation",
            KernelAnswerKind.Box => "box",
            KernelAnswerKind.Enforced => "enforced",
            KernelAnswerKind.Wbinvd => "wbinvd",
            KernelAnswerKind.GuestPat => "guestPat",
            _ => "verdict",
        };

    /// <summary>What a change is about, as a person would say it.</summary>
    public static string Subject(KernelChange change) => Subject(change.Kind, change.Scenario, change.Subject);

    public static string Subject(KernelAnswerKind kind, string? scenario, string subject)
    {
        var words = kind switch
        {
            KernelAnswerKind.Box => $"device {subject}",
            KernelAnswerKind.Enforced => $"domain {subject}",
            KernelAnswerKind.Wbinvd => $"guest {subject} wbinvd",
            KernelAnswerKind.GuestPat => $"guest {subject} PAT",
            _ => subject,
        };
        return scenario is null ? words : $"{scenario}: {words}";
    }
}
