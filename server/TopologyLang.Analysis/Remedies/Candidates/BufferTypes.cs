using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>
/// Another mapping of the buffer: one past the caches, so that they keep nothing of it, or the one that the kernel has
/// as well.
/// </summary>
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

    private static readonly (string Type, string Cost)[] Cached =
    [
        ("wb", "the type that the kernel's linear map has; the CPU's accesses go through its caches"),
    ];

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (
            trouble.Program is not { BuiltIn: false } program
            || trouble.Fault.Run!.Verdict.Run is not { IsEmpty: false } run
            || program.Buffers.FirstOrDefault(buffer => buffer.Name == run[^1].Buffer) is not { } buffer
        )
        {
            yield break;
        }

        var isCached = buffer.Type is MemoryType.Wb or MemoryType.Wt;
        if (!isCached && !IsAliased(trouble, buffer))
        {
            yield break;
        }

        // A page has one type: all that share the line change together.
        var line = program.Buffers.Where(other => LineOf(other) == LineOf(buffer)).ToList();
        var places = line.Select(one => trouble.Binding.BufferTypeSpan(program.Name, one.Name))
            .OfType<FileSpan>()
            .ToList();
        if (places.Count < line.Count)
        {
            yield break;
        }

        foreach (var (type, cost) in isCached ? TypesOf(trouble.Host?.Architecture) : Cached)
        {
            yield return
            [
                new Candidate(
                    RemedyKind.Replace,
                    [.. places.Select(where => trouble.Edits.ReplaceWord(where, type))],
                    $"{string.Join(" and ", line.Select(one => one.Name))} {(line.Count == 1 ? "becomes" : "become")} "
                        + $"{type}: {cost}"
                ),
            ];
        }
    }

    /// <summary>The kernel's linear map has it too, cacheable: two types of one page.</summary>
    private static bool IsAliased(Trouble trouble, Simulation.Topology.Buffer buffer) =>
        trouble.Fault.Run!.Path.Buffers.Any(path => path.Buffer == buffer.Name && path.HasAlias);

    private static string LineOf(Simulation.Topology.Buffer buffer) => buffer.Shares ?? buffer.Name;

    private static (string Type, string Cost)[] TypesOf(Architecture? architecture) =>
        architecture switch
        {
            Architecture.X86_64 => X86,
            Architecture.Arm64 or Architecture.Arm => Arm,
            _ => [],
        };
}
