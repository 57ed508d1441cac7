using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>Another mapping of the buffer, so that the CPU keeps nothing of it in its caches.</summary>
internal sealed class BufferTypes : ICandidates
{
    private static readonly (string Type, string Cost)[] X86 =
    [
        ("wc", "the CPU's writes are combined and go to memory, its reads are slow"),
        ("uc", "every access of the CPU goes to memory, which is slow"),
    ];

    private static readonly (string Type, string Cost)[] Arm =
    [
        ("normal_nc", "every access of the CPU goes to memory, which is slow for reads"),
    ];

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (
            trouble.Program is not { BuiltIn: false } program
            || trouble.Fault.Run!.Verdict.Run is not { IsEmpty: false } run
            || program.Buffers.FirstOrDefault(buffer => buffer.Name == run[^1].Buffer)
                is not { Type: MemoryType.Wb or MemoryType.Wt } buffer
            || trouble.Binding.BufferTypeSpan(program.Name, buffer.Name) is not { } where
        )
        {
            yield break;
        }

        foreach (var (type, cost) in TypesOf(trouble.Host?.Architecture))
        {
            yield return
            [
                new Candidate(
                    RemedyKind.Replace,
                    [trouble.Edits.ReplaceWord(where, type)],
                    $"{buffer.Name} becomes {type}: {cost}"
                ),
            ];
        }
    }

    private static (string Type, string Cost)[] TypesOf(Architecture? architecture) =>
        architecture switch
        {
            Architecture.X86_64 => X86,
            Architecture.Arm64 or Architecture.Arm => Arm,
            _ => [],
        };
}
