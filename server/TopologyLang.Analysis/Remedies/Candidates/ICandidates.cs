using TopologyLang.Analysis.Remedies.Writing;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>One idea of how to mend faults.</summary>
internal interface ICandidates
{
    /// <returns>Series of candidates: of each the first that mends the fault is offered.</returns>
    IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble);
}
