using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>An attach, a kvm add and so on that the kernel answers with an errno.</summary>
public sealed class RefusedOperations : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from timeline in facts.System.Timelines
        from outcome in timeline.Kernel.Operations
        where outcome.Refused
        let code = FindingCode.RefusedOperation
        select Finding.At(facts.Places.Of(timeline.Scenario, outcome), code, Message(outcome)) with
        {
            Severity = Foretold.Soften(code.Severity, facts.Foretold.Refusal(outcome)),
            Chain = outcome.Chain,
            Faults = [Fault.Of(timeline, outcome)],
        };

    private static string Message(OperationOutcome outcome)
    {
        var why = outcome.Chain.IsEmpty ? "" : $": {outcome.Chain[^1].Text}";
        return outcome.Result == OperationOutcome.Waits
            ? $"{Describe(outcome.Operation)} does not come to an end on Linux {outcome.Kernel}{why}"
            : $"{Describe(outcome.Operation)} fails with {outcome.Result} on Linux {outcome.Kernel}{why}";
    }

    private static string Describe(Operation operation) =>
        operation.Kind switch
        {
            OperationKind.Attach => $"attaching `{operation.Device}` to `{operation.Domain}`",
            OperationKind.Detach => $"detaching `{operation.Device}` from `{operation.Domain}`",
            OperationKind.KvmAdd => $"giving `{operation.Device}` to KVM for `{operation.Guest}`",
            OperationKind.KvmRemove => $"taking `{operation.Device}` from KVM for `{operation.Guest}`",
            OperationKind.SetNoSnoop => $"setting no_snoop of `{operation.Device}`",
            _ => Words.Of(operation.Kind),
        };
}
