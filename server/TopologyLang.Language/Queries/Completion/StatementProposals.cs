using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
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
        /// <summary>A name must be known where it decides between two forms: <c>dma read</c> is no device called read.</summary>
        public bool Fits(OperandKind operand, string word) =>
            operand switch
            {
                OperandKind.Device => binding.Find(DeclarationKind.Device, word) is not null,
                OperandKind.Domain => binding.Find(DeclarationKind.Domain, word) is not null,
                OperandKind.Guest => binding.Find(DeclarationKind.Guest, word) is not null,
                OperandKind.Program => binding.Topology.Programs.Any(program => program.Name == word),
                OperandKind.Scenario => binding.Find(DeclarationKind.Scenario, word) is not null,
                OperandKind.Host => binding.Find(DeclarationKind.Host, word) is not null,
                OperandKind.Cpu or OperandKind.PhysicalCpu or OperandKind.Box or OperandKind.Run => char.IsAsciiDigit(
                    word[0]
                ),
                _ => true,
            };

        public IEnumerable<Proposal> Values(OperandKind operand) =>
            operand switch
            {
                OperandKind.Device => Devices(),
                OperandKind.Domain => NameProposals.Of(binding, DeclarationKind.Domain),
                OperandKind.Guest => NameProposals.Of(binding, DeclarationKind.Guest),
                OperandKind.Program => binding.Topology.Programs.Select(program => new Proposal(
                    program.Name,
                    ProposalKind.Name,
                    new ProposalTopic(Keywords.Program, program.Name)
                )),
                OperandKind.Scenario => NameProposals.Of(binding, DeclarationKind.Scenario),
                OperandKind.Host => NameProposals.Of(binding, DeclarationKind.Host),
                OperandKind.Buffer => Plain(Buffers()),
                OperandKind.Cpu or OperandKind.PhysicalCpu => Numbers(0, Math.Min(Cpus(operand), MostCpus)),
                OperandKind.Box => Numbers(1, Boxes),
                OperandKind.Run => Numbers(0, Runs()),
                OperandKind.Size => Plain(Sizes),
                OperandKind.Kernel => KernelProposals.Of(null),
                OperandKind.Errno => Plain(errnos),
                OperandKind.MemoryType or OperandKind.Hazard or OperandKind.Barrier => Plain(
                    StatementPatterns.WordsOf(operand)
                ),
                _ => [],
            };

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
