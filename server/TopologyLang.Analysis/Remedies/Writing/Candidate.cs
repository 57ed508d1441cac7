using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Remedies.Writing;

/// <summary>A change of the file that may mend a fault; nobody has checked it yet.</summary>
internal sealed record Candidate(RemedyKind Kind, ImmutableArray<RemedyEdit> Edits, string Cost);
