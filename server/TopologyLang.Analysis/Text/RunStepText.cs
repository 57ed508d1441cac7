using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Text;

/// <summary>One step of a shortest run in plain words, on one line.</summary>
public static class RunStepText
{
    public static string Actor(RunStep step) =>
        step.Actor switch
        {
            RunActor.Cpu => $"cpu{step.Number}",
            RunActor.AllCpus => "cpu all",
            RunActor.HypervisorCpu => $"host cpu{step.Number}",
            RunActor.Cache => $"cache{step.Number}",
            RunActor.Device => step.Device ?? "device",
            RunActor.SharedCache => "shared cache",
            _ => "kernel",
        };

    public static string Sentence(RunStep step)
    {
        var buffer = step.Buffer is null ? "" : $" {step.Buffer}";
        var what = step.Actor is RunActor.Cache or RunActor.SharedCache ? Environment(step) : $"{step.Action}{buffer}";
        var from =
            step.FromOwnStore ? " from its own store"
            : step.ReadFromShared ? " from the shared cache"
            : step.ReadFrom is { } cache ? $" from cache{cache}"
            : " from memory";
        var read = step.ReadValue is { } value
            ? $" → {Value(value)}{from}{(value == step.Expected ? "" : $", expected {Value(step.Expected)}")}"
            : "";
        var early = step.Overtakes.IsDefaultOrEmpty ? "" : ", earlier than the text has it";
        return $"{Actor(step)}: {what}{read}{early}";
    }

    /// <summary>Memory and every cache that holds a copy, after the step.</summary>
    public static string State(RunStep step)
    {
        var caches = step
            .Caches.Select((copy, cpu) => (copy, cpu))
            .Where(pair => pair.copy.State != CopyState.Invalid)
            .Select(pair =>
                $"cache{pair.cpu} {(pair.copy.State == CopyState.Dirty ? "dirty" : "clean")} {Value(pair.copy.Value)}"
            );
        return string.Join(", ", caches.Prepend($"memory {Value(step.Memory)}"));
    }

    /// <summary>0 is what memory held at the start.</summary>
    public static string Value(int value) => value == 0 ? "initial" : $"#{value}";

    private static string Environment(RunStep step) =>
        step.Action switch
        {
            "evict" => $"writes {step.Buffer} back and drops it",
            "clean" => $"writes {step.Buffer} back and keeps it",
            "drop" => $"drops its clean copy of {step.Buffer}",
            "prefetch" => $"prefetches {step.Buffer}",
            "drain" => $"drains its write-combining buffer of {step.Buffer}",
            "drain_part" => $"drains {step.Buffer} alone from its write-combining buffer",
            _ => $"{step.Action} {step.Buffer}",
        };
}
