using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>
/// Memory that the kernel does not map as well, cacheable, for a buffer that is mapped past the caches.
/// </summary>
internal sealed class BufferAliases : ICandidates
{
    private const string Clause = "alias";

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (
            trouble.Program is not { BuiltIn: false } program
            || trouble.Fault.Run!.Verdict.Run is not { IsEmpty: false } run
            || !trouble.Fault.Run.Path.Buffers.Any(path => path.Buffer == run[^1].Buffer && path.HasAlias)
            || trouble.Binding.Find(DeclarationKind.Program, program.Name) is not { } symbol
        )
        {
            yield break;
        }

        var statement = symbol
            .Declaration.Syntax.Members.OfType<StatementSyntax>()
            .First(one => one.Operand(OperandKind.NewBuffer)?.Text == run[^1].Buffer);
        var where = new FileSpan(symbol.Path, statement.Span.Shift(symbol.Declaration.Start));
        var text = trouble.Binding.TextOf(where.Path).Content.Substring(where.Span.Start, where.Span.Length);
        var bare = statement.Has(Clause) ? text[..text.LastIndexOf(Clause, StringComparison.Ordinal)].TrimEnd() : text;
        yield return
        [
            new Candidate(
                RemedyKind.Replace,
                [FileEdits.Replace(where, $"{bare} {Clause} {WordTable.Of(BufferAlias.None)}")],
                "memory that the kernel does not map (no-map reserved memory): nothing caches it then"
            ),
        ];
    }
}
