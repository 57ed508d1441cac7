using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Runs;

/// <summary>A run as a Mermaid sequence diagram: CPUs, caches, memory and devices are its participants.</summary>
public static class RunMermaid
{
    private const string Memory = "memory";

    public static string Render(ExplainedRun run)
    {
        var text = new StringBuilder("sequenceDiagram\n");
        text.Append("    title ").Append(MermaidText.Escape(RunHeads.Title(run))).Append('\n');
        var participants = Participants(run);
        foreach (var (name, index) in participants.Select((name, index) => (name, index)))
        {
            text.Append(CultureInfo.InvariantCulture, $"    participant p{index} as {MermaidText.Escape(name)}\n");
        }

        foreach (var step in run.Steps)
        {
            AppendStep(text, step, participants);
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"    Note over {Over(participants)}: {MermaidText.Escape(run.Conclusion)}\n"
        );
        return text.ToString();
    }

    private static ImmutableArray<string> Participants(ExplainedRun run)
    {
        var caches = run.Start?.Caches.Select(cache => CacheName(cache.Cpu)) ?? [];
        return run.Steps.IsEmpty
            ? [run.Program]
            :
            [
                .. run
                    .Steps.Select(step => step.Actor)
                    .Where(actor => !caches.Contains(actor))
                    .Distinct()
                    .Order(StringComparer.Ordinal),
                .. caches,
                Memory,
            ];
    }

    /// <summary>
    /// An arrow to what the step changed first, or from what a read got its value; a note alone where it is neither.
    /// </summary>
    private static void AppendStep(StringBuilder text, ExplainedStep step, ImmutableArray<string> participants)
    {
        var actor = participants.IndexOf(step.Actor);
        var arrow = Arrow(step, actor, participants);
        if (arrow is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {arrow}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"    Note over p{actor}: {(arrow is null ? Number(step) : "")}{MermaidText.Escape(step.Sentence)}\n"
        );
    }

    private static string? Arrow(ExplainedStep step, int actor, ImmutableArray<string> participants)
    {
        if (step.Read is { } read)
        {
            var mark = read.Stale ? " (stale)" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"p{participants.IndexOf(read.From)}-->>p{actor}: {Number(step)}{MermaidText.Escape(read.Value)}{mark}"
            );
        }

        var target = step.Changed.FirstOrDefault(cell => cell != step.Actor && participants.Contains(cell));
        var what = step.Buffer is null ? step.Action : $"{step.Action} {step.Buffer}";
        var line = step.FromEnvironment ? "-->>" : "->>";
        return target is null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"p{actor}{line}p{participants.IndexOf(target)}: {Number(step)}{MermaidText.Escape(what)}"
            );
    }

    private static string Number(ExplainedStep step) => string.Create(CultureInfo.InvariantCulture, $"{step.Number}. ");

    private static string CacheName(int cpu) => string.Create(CultureInfo.InvariantCulture, $"cache {cpu}");

    private static string Over(ImmutableArray<string> participants) =>
        participants.Length == 1 ? "p0" : string.Create(CultureInfo.InvariantCulture, $"p0,p{participants.Length - 1}");
}
