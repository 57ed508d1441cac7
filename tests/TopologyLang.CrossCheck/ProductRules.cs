using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck;

/// <summary>The first group of dependent buffers of a program as guarded rules, for other model checkers.</summary>
public static class ProductRules
{
    public const string Pc = "pc";

    /// <returns>Null where the program has more than one search (buffers that do not depend on each other, open access classes), buffers
    /// that share a line, or write-combining buffers that show.</returns>
    public static RuleModel? Of(ProgramPath path)
    {
        var groups = LineGroups.Of(path);
        if (groups.Length != 1 || path.Buffers.Any(buffer => buffer.Access.Length != 1)
            || groups[0].Lines.Any(line => line.Buffers.Length != 1))
        {
            return null;
        }

        var compiled = groups[0].Lines.Select(line => LineCompiler.Compile(path, [new WordPath(line.Buffers[0], line.Buffers[0].Access[0])])).ToImmutableArray();
        return ProductProgram.Of(compiled) is { } program && !CompletesAndWaits(compiled)
            && !program.Lines.Any(line => line.Table.Shape.Buffers) ? Of(program) : null;
    }

    private static RuleModel Of(ProductProgram program)
    {
        var lines = program.Lines.Select((line, i) => new LineRules(i, line.Table.Shape, line.Program)).ToList();
        var rules = Enumerable.Range(0, program.Steps.Length).SelectMany(pc => Step(program, lines, pc))
            .Concat(lines.SelectMany(line => line.Environment()));
        return new RuleModel(
            [
                (Pc, program.Steps.Length),
                .. lines.SelectMany(line => line.Copies.Select(copy => (copy, 4))
                    .Prepend((line.Memory, 1)).Concat(line.Pending.Select(slot => (slot, 1)))),
            ],
            [.. lines.Select(line => line.Memory)],
            [.. rules]);
    }

    private static IEnumerable<Rule> Step(ProductProgram program, List<LineRules> lines, int pc)
    {
        IEnumerable<(string Guard, ImmutableArray<Statement> Body)> ways = [($"{Pc} == {pc}", [])];
        for (var i = 0; i < lines.Count; i++)
        {
            var step = program.Lines[i].Program.Steps[pc];
            if (!step.DoesNothing)
            {
                var (rules, op) = (lines[i], program.Lines[i].OpOf(step));
                ways = ways.SelectMany(before => rules.Step(step, op)
                    .Select(then => ($"{before.Guard} && {then.Guard}", before.Body.AddRange(then.Body)))).ToList();
            }
        }

        return ways.Select((way, i) => new Rule($"step {pc} way {i}", way.Guard, way.Body.Add(new Statement.Set(Pc, pc + 1))));
    }

    /// <summary>A rule is enabled or not before its body runs, and such a wait would be decided in the middle of it.</summary>
    private static bool CompletesAndWaits(ImmutableArray<LineProgram> lines) =>
        lines.Any(line => line.Steps.Any(step => step.Waits && !step.Completes.IsEmpty));
}
