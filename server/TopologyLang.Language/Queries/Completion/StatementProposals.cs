using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Language.Queries.Cursor;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The words that may come next in a line of a program or a scenario, or in an expectation.</summary>
internal static class StatementProposals
{
    private const int MostCpus = 64;
    private const int Boxes = 4;
    private static readonly ImmutableArray<string> Sizes = ["4KiB", "64KiB", "2MiB"];

    public static IEnumerable<Proposal> Of(
        Binding.Binding binding,
        CursorPlace.Statement place,
        ImmutableArray<string> errnos
    )
    {
        var operands = new StatementOperands(binding, place.Of, place.Words, errnos);
        return StatementMatch
            .Of(place.Context, place.Words, operands.Fits)
            .SelectMany(match => match.Next.SelectMany(next => Of(match.Form, match.Form.Elements[next], operands)))
            .DistinctBy(proposal => proposal.Label);
    }

    private static IEnumerable<Proposal> Of(StatementForm form, StatementElement element, StatementOperands operands) =>
        element.Operand is { } operand
            ? operands
                .Values(operand)
                .Select(value => value.Topic == ProposalTopic.None ? value with { Topic = TopicOf(form) } : value)
            : element.Words.Select(word => new Proposal(word, ProposalKind.Keyword, TopicOf(form)));

    private static ProposalTopic TopicOf(StatementForm form) => new(ProposalDocs.Statement, form.Pattern);

    /// <summary>What operands may be in one declaration.</summary>
    private sealed class StatementOperands(
        Binding.Binding binding,
        PlacedDeclaration declaration,
        ImmutableArray<string> words,
        ImmutableArray<string> errnos
    )
    {
        /// <summary>
        /// A name must be known where it decides between two forms: <c>dma read</c> is no device called read.
        /// </summary>
        public bool Fits(OperandKind operand, string word) =>
            OperandForm.Of(operand) switch
            {
                // With the built-in ones.
                { Declaration: DeclarationKind.Program } => binding.Topology.Programs.Any(one => one.Name == word),
                { Declaration: { } kind } => binding.Find(kind, word) is not null,
                { Lexeme: OperandLexeme.Number } => char.IsAsciiDigit(word[0]),
                _ => true,
            };

        public IEnumerable<Proposal> Values(OperandKind operand) =>
            operand switch
            {
                OperandKind.Device => Devices(),
                OperandKind.Program => Programs(),
                OperandKind.Buffer => Plain(Buffers()),
                OperandKind.Cpu or OperandKind.PhysicalCpu => Numbers(0, Math.Min(Cpus(operand), MostCpus)),
                OperandKind.Box => Numbers(1, Boxes),
                OperandKind.Run => Numbers(0, Runs()),
                OperandKind.Size => Plain(Sizes),
                OperandKind.Kernel => KernelProposals.Of(null),
                OperandKind.Errno => Plain(errnos),
                _ when OperandForm.Of(operand).Declaration is { } kind => NameProposals.Of(binding, kind),
                _ => Plain(OperandForm.Of(operand).Words),
            };

        /// <summary>The built-in ones can be expected, but a scenario cannot run them.</summary>
        private IEnumerable<Proposal> Programs() =>
            binding
                .Topology.Programs.Where(program =>
                    !program.BuiltIn || declaration.Syntax.IntendedKeyword == Keywords.Expect
                )
                .Select(program => new Proposal(
                    program.Name,
                    ProposalKind.Name,
                    new ProposalTopic(Keywords.Program, program.Name)
                ));

        private IEnumerable<Proposal> Devices()
        {
            var devices = NameProposals.Of(binding, DeclarationKind.Device);
            return declaration.Syntax.Clause("using") is { } used
                ? devices.Where(device => used.Names.Any(name => name.Text == device.Label))
                : devices;
        }

        private IEnumerable<string> Buffers() =>
            declaration
                .Syntax.Members.OfType<StatementSyntax>()
                .Select(statement => statement.Operand(OperandKind.NewBuffer)?.Text)
                .OfType<string>();

        private int Cpus(OperandKind operand)
        {
            var topology = binding.Topology;
            var guest = topology.Guests.FirstOrDefault(one =>
                one.Name == declaration.Syntax.Clause("in")?.Names[0].Text
            );
            var hostName = guest?.Host ?? declaration.Syntax.Clause("on")?.Names[0].Text;
            var host = topology.Hosts.FirstOrDefault(one => one.Name == hostName);
            return operand == OperandKind.Cpu && guest is not null ? guest.Vcpus : host?.Cpus ?? 1;
        }

        private int Runs() =>
            binding
                .Topology.Scenarios.FirstOrDefault(scenario => words.Contains(scenario.Name))
                ?.Operations.Count(operation => operation.Kind == OperationKind.Run)
            ?? 0;

        private static IEnumerable<Proposal> Numbers(int first, int count) =>
            Plain(Enumerable.Range(first, count).Select(number => number.ToString(CultureInfo.InvariantCulture)));

        private static IEnumerable<Proposal> Plain(IEnumerable<string> words) =>
            words.Select(word => new Proposal(word, ProposalKind.Value, ProposalTopic.None));
    }
}
