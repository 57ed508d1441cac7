using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck;

/// <summary>Which physical CPUs a translation has.</summary>
public enum ModelledCpus
{
    /// <summary>All that the machine has.</summary>
    Every,

    /// <summary>Those to which the checker reduces them, so that states can be counted with it.</summary>
    AsChecked,
}

/// <summary>A program for other model checkers.</summary>
/// <param name="Models">
/// One for each group of buffers that depend on each other and each choice among their possible access classes: the
/// program is stale if one of them is, and its shortest run is the shortest of all.
/// </param>
/// <param name="WhyNot">Why it is not translated; null: it is.</param>
public sealed record Translation(ImmutableArray<RuleModel> Models, string? WhyNot);

/// <summary>A program as guarded rules, for other model checkers.</summary>
public static class ProductRules
{
    public const string Pc = "pc";

    /// <summary>The rules take the steps one after the other.</summary>
    public const string AnyOrder = "its steps may happen in several orders, and only those of one order are translated";

    /// <summary>More take their compilers longer than all the rest of a comparison.</summary>
    private const int MostRules = 4_000;

    /// <param name="inText">As if the steps were taken in the order of the text, whatever the program's order
    /// is.</param>
    public static Translation Of(ProgramPath path, ModelledCpus modelled, bool inText = false)
    {
        if (path.CannotRun is not null)
        {
            return new Translation([], "it cannot run on its machine");
        }

        if (path.NotKnown is not null || PathGaps.Find(path) is not null)
        {
            return new Translation([], "something on its path is not known");
        }

        if (!inText && !ProgramOrder.Of(path).IsText)
        {
            return new Translation([], AnyOrder);
        }

        if (path.Buffers.Any(buffer => buffer.IsWriteOnly))
        {
            return new Translation([], "loads from memory that is only written are not translated");
        }

        var models = LineGroups
            .Of(path)
            .SelectMany(group => Choices([.. group.Lines.Select(line => line.Buffers)]))
            .Select(lines => Of(path, lines, modelled))
            .ToImmutableArray();
        return models.FirstOrDefault(model => model.Rules.Length > MostRules) is { } large
            ? new Translation([], $"a model of it has {large.Rules.Length} rules; {MostRules} are the most")
            : new Translation(models, null);
    }

    /// <summary>The lines with every choice among the access classes of their buffers.</summary>
    private static IEnumerable<ImmutableArray<ImmutableArray<WordPath>>> Choices(
        ImmutableArray<ImmutableArray<BufferPath>> lines
    )
    {
        IEnumerable<ImmutableArray<ImmutableArray<WordPath>>> chosen =
        [
            [],
        ];
        foreach (var line in lines)
        {
            IEnumerable<ImmutableArray<WordPath>> words =
            [
                [],
            ];
            foreach (var buffer in line)
            {
                words = words
                    .SelectMany(before => buffer.Access.Select(access => before.Add(new WordPath(buffer, access))))
                    .ToList();
            }

            chosen = chosen.SelectMany(before => words.Select(before.Add)).ToList();
        }

        return chosen;
    }

    private static RuleModel Of(ProgramPath path, ImmutableArray<ImmutableArray<WordPath>> words, ModelledCpus modelled)
    {
        ImmutableArray<int> cpus =
            modelled == ModelledCpus.Every
                ? [.. Enumerable.Range(0, path.PhysicalCpus)]
                : BystanderReduction.Modelled([
                    .. words.Select(line => LineCompiler.Compile(path, ProgramOrder.InText(path), line)),
                ]);
        var lines = words.Select((line, i) => LineRules.Of(i, new LineScript(path, line, cpus))).ToList();
        var steps = path.Program.Steps.Length;
        return new RuleModel(
            [(Pc, steps), .. lines.SelectMany(line => line.Variables)],
            [.. lines.SelectMany(line => line.Memory)],
            [
                .. Enumerable
                    .Range(0, steps)
                    .SelectMany(pc => Step(lines, pc))
                    .Concat(lines.SelectMany(line => line.Environment())),
            ]
        );
    }

    private static IEnumerable<Rule> Step(List<LineRules> lines, int pc)
    {
        IEnumerable<(Condition Guard, ImmutableArray<Statement> Body)> ways = [(new Condition.Is(Pc, pc), [])];
        foreach (var line in lines)
        {
            ways = ways.SelectMany(before =>
                    line.Step(pc).Select(then => (before.Guard & then.Guard, before.Body.AddRange(then.Body)))
                )
                .ToList();
        }

        return ways.Select(
            (way, i) => new Rule($"step {pc} way {i}", way.Guard, way.Body.Add(new Statement.Set(Pc, pc + 1)))
        );
    }
}
