using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>
/// Two steps that are taken in another order than the text's, kept in it by what stands there already: a stronger
/// barrier for the one between them, <c>writel()</c> for <c>writel_relaxed()</c>, a device that orders what it sends.
/// </summary>
internal sealed class OrderedSteps : ICandidates
{
    private const string Relaxed = "relaxed";

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (trouble.Program is not { BuiltIn: false } program || trouble.Fault.Run!.Verdict.Races is not [var race, ..])
        {
            yield break;
        }

        var (earlier, later) = (program.Steps[race.Earlier], program.Steps[race.Later]);
        foreach (var step in Between(program, race))
        {
            yield return Stronger(trouble, program, race, step);
        }

        if (later.Relaxed)
        {
            yield return [NotRelaxed(trouble, program, race.Later)];
        }
        else if (earlier.IsDma && later.Device is { } device)
        {
            yield return trouble.Property(
                DeclarationKind.Device,
                device,
                "reads",
                "ordered",
                $"{device} waits for each read before it makes the next, if it can be told to"
            );
        }
    }

    /// <summary>The barriers that the CPU has between the two already.</summary>
    private static IEnumerable<int> Between(Program program, OrderRace race) =>
        Enumerable
            .Range(race.Earlier + 1, race.Later - race.Earlier - 1)
            .Where(step =>
                program.Steps[step] is { Kind: StepKind.Barrier } barrier
                && barrier.Cpu == program.Steps[race.Later].Cpu
            );

    private static IEnumerable<Candidate> Stronger(Trouble trouble, Program program, OrderRace race, int step)
    {
        var barrier = program.Steps[step];
        var where = trouble.Binding.StepSpan(program.Name, step);
        return race
            .Barriers.Where(kind => kind != barrier.Barrier)
            .Select(kind => new Candidate(
                RemedyKind.Replace,
                [FileEdits.Replace(where, Words.Of(barrier with { Barrier = kind }))],
                $"in the place of {StepNames.Of(barrier.Barrier!.Value)}: "
                    + BarrierWords.Cost(trouble.Host!.Architecture, kind)
            ));
    }

    /// <summary>The word is the last one of its statement.</summary>
    private static Candidate NotRelaxed(Trouble trouble, Program program, int step)
    {
        var where = trouble.Binding.StepSpan(program.Name, step);
        var text = trouble.Binding.TextOf(where.Path).Content.Substring(where.Span.Start, where.Span.Length);
        return new Candidate(
            RemedyKind.Replace,
            [FileEdits.Replace(where, text[..text.LastIndexOf(Relaxed, StringComparison.Ordinal)].TrimEnd())],
            program.Steps[step].Kind == StepKind.Doorbell
                ? "writel() instead of writel_relaxed(): it waits for the stores before it"
                : "without the relaxed-ordering attribute, which Device Control or the driver switches off"
        );
    }
}
