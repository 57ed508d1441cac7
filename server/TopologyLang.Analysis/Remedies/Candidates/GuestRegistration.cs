using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>
/// The registration with KVM that is missing: without it KVM does not know of non-coherent DMA and ignores the guest's
/// wbinvd.
/// </summary>
internal sealed class GuestRegistration : ICandidates
{
    private const string Cost = "KVM emulates wbinvd for the guest and honours its PAT";

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (trouble.Guest is not { } guest)
        {
            yield break;
        }

        if (trouble is { Scenario: { } scenario, Fault.Run.Run.OperationIndex: { } index })
        {
            foreach (var device in trouble.Devices)
            {
                var edit = trouble.Edits.Insert(
                    trouble.Binding.OperationSpan(scenario, index),
                    $"kvm add {device.Name} to {guest.Name}"
                );
                yield return [new Candidate(RemedyKind.Insert, [edit], Cost)];
            }
        }
        else if (!guest.KvmVfio)
        {
            yield return trouble.Property(DeclarationKind.Guest, guest.Name, "kvm_vfio", "yes", Cost);
        }
    }
}
