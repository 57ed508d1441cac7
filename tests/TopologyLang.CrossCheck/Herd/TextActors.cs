using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>Who takes each step of a program, and how its text goes from one to the next (docs/model.md).</summary>
internal sealed class TextActors
{
    private readonly ImmutableArray<Step> steps;

    public TextActors(Simulation.Topology.Program program)
    {
        steps = program.Steps;
        Of = [.. steps.Select(step => step.IsDma ? OfDevice(step.Device) : $"cpu {step.Cpu.Number}")];
    }

    public ImmutableArray<string> Of { get; }

    public static string OfDevice(string? device) => $"device {device}";

    /// <summary>Takes a step that is no barrier.</summary>
    public bool ActsAfter(string actor, int step) => From(step + 1).Any(i => Of[i] == actor);

    /// <summary>The first other actor in the text after a step; null: none.</summary>
    public string? Next(int step) => From(step + 1).Select(i => Of[i]).FirstOrDefault(actor => actor != Of[step]);

    /// <returns>
    /// Who hands over to the actor of a step, which is taken for granted: the actor before it in the text, unless this
    /// one begins with a wait, or a doorbell or an interrupt has set it going.
    /// </returns>
    public string? HandsOver(int step)
    {
        var before = Before(step).LastOrDefault(-1);
        return IsBarrier(step) || before < 0 || Of[before] == Of[step] || BeginsWithWait(step) || WasStarted(step)
            ? null
            : Of[before];
    }

    private bool BeginsWithWait(int step) =>
        From(step)
            .TakeWhile(i => Of[i] == Of[step])
            .Where(i => steps[i].Buffer is not null)
            .Select(i => steps[i].IsWait)
            .FirstOrDefault();

    private bool WasStarted(int step)
    {
        var own = Before(step).Where(i => Of[i] == Of[step]).LastOrDefault(-1);
        return Before(step).Any(i => i > own && Started(i) == Of[step]);
    }

    private string? Started(int step) =>
        steps[step].Kind switch
        {
            StepKind.Doorbell => OfDevice(steps[step].Device),
            StepKind.DmaInterrupt => Next(step),
            _ => null,
        };

    private IEnumerable<int> From(int step) => Enumerable.Range(step, steps.Length - step).Where(i => !IsBarrier(i));

    private IEnumerable<int> Before(int step) => Enumerable.Range(0, step).Where(i => !IsBarrier(i));

    private bool IsBarrier(int step) => steps[step].Kind is StepKind.Barrier or StepKind.Fence;
}
