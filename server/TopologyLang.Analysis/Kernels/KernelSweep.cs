using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>
/// Simulates a file under each version of <see cref="VersionSwitches"/> and keeps what differs: from one mainline
/// release to the next, and from one update of a release to the next. Every host starts with the version; an
/// <c>upgrade</c> of a scenario stays what it is. Paths that do not differ are searched once, since the simulator
/// remembers verdicts.
/// </summary>
public static class KernelSweep
{
    /// <param name="progress">Told before each version is simulated.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static KernelComparison Of(
        FileAnalysis analysis,
        CancellationToken cancellation,
        Action<KernelVersion>? progress = null
    )
    {
        var changes = ImmutableArray.CreateBuilder<KernelChange>();
        var faulty = new FaultyDeclarations(analysis.Binding);
        var answers = new Dictionary<KernelVersion, ImmutableArray<KernelAnswer>>();
        foreach (var version in VersionSwitches.Versions)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(version);
            var system = faulty.Weigh(
                analysis.Simulator.Simulate(Under(analysis.Binding.Topology, version), cancellation),
                cancellation
            );
            var after = KernelAnswers.Of(system, cancellation);
            answers.Add(version, after);
            if (KernelBranch.Before(version, VersionSwitches.Versions) is { } before)
            {
                changes.AddRange(Changes(version, answers[before], after));
            }
        }

        return new KernelComparison(
            VersionSwitches.Versions,
            changes.ToImmutable(),
            Rows([.. VersionSwitches.Versions.Select(version => KernelAnswers.ByKey(answers[version]))])
        );
    }

    private static ImmutableArray<KernelAnswerRow> Rows(
        ImmutableArray<
            OrderedDictionary<(KernelAnswerKind Kind, string? Scenario, string Subject, int Time), KernelAnswer>
        > versions
    ) =>
        [
            .. versions
                .SelectMany(answers => answers.Keys)
                .Distinct()
                .Select(key => new KernelAnswerRow(
                    key.Kind,
                    key.Scenario,
                    key.Subject,
                    [.. versions.Select(answers => answers.GetValueOrDefault(key)?.Value)]
                )),
        ];

    private static SystemTopology Under(SystemTopology topology, KernelVersion version) =>
        topology with
        {
            Hosts = [.. topology.Hosts.Select(host => host.Under(version))],
        };

    private static IEnumerable<KernelChange> Changes(
        KernelVersion version,
        ImmutableArray<KernelAnswer> before,
        ImmutableArray<KernelAnswer> after
    )
    {
        var earlier = KernelAnswers.ByKey(before);
        var later = KernelAnswers.ByKey(after);
        foreach (var (key, answer) in later)
        {
            var old = earlier.GetValueOrDefault(key);
            if (old?.Value != answer.Value)
            {
                var why = Why(version, old?.Chain ?? [], answer);
                yield return new KernelChange(
                    version,
                    key.Kind,
                    key.Scenario,
                    key.Subject,
                    old?.Value,
                    answer.Value,
                    why
                )
                {
                    Fixes = FixesOf(version, why),
                };
            }
        }

        foreach (var (key, answer) in earlier.Where(pair => !later.ContainsKey(pair.Key)))
        {
            yield return new KernelChange(version, key.Kind, key.Scenario, key.Subject, answer.Value, null, null)
            {
                Fixes = FixesOf(version, null),
            };
        }
    }

    /// <summary>An update of a release differs from the one before by its fixes alone.</summary>
    private static ImmutableArray<Fix> FixesOf(KernelVersion version, Reason? why) =>
        version.Patch > 0 ? [.. Fixes.All.Where(fix => fix.Stable.Contains(version))]
        : why?.Fix is { } name && Fixes.Find(name) is { } named ? [named]
        : [];

    /// <summary>
    /// Of the new reasons the one that holds since this version, of the old ones the one that ended with it; else the
    /// last that has a source, which is the one that decided.
    /// </summary>
    private static Reason? Why(KernelVersion version, ImmutableArray<Reason> before, KernelAnswer after)
    {
        var news = after.Chain.Where(reason => !before.Contains(reason)).ToList();

        // Of an operation the last link decided; a box or a verdict depends on the first link that is another one.
        var decidedLast = after.Kind is KernelAnswerKind.Operation or KernelAnswerKind.Enforced;
        return (
                decidedLast
                    ? news.FindLast(reason => reason.Since == version)
                    : news.Find(reason => reason.Since == version)
            )
            ?? before.LastOrDefault(reason => reason.Since == version && !after.Chain.Contains(reason))
            ?? news.FindLast(reason => reason.Source is not null)
            ?? news.LastOrDefault();
    }
}
