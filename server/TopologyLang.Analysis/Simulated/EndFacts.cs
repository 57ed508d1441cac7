using System.Collections.Immutable;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// What is known about devices, domains and guests at the end of a timeline. Where a declaration that it depends on has
/// an error, or where the answer differs by what the file leaves open, it is not known, and the reason says what would
/// tell.
/// </summary>
public static class EndFacts
{
    /// <summary>The device's box at the end, where that is known.</summary>
    public static BoxAnswer BoxOf(this SimulatedTimeline timeline, string device)
    {
        var answer = CoherenceBoxes.Of(timeline.Topology, timeline.End, device);
        if (timeline.Doubt?.Invoke(DeclarationKind.Device, device) is { } doubt)
        {
            return NotKnown(answer, [doubt]);
        }

        var why = answer is { Box: null, Possible: not null }
            ? null
            : Differing(
                timeline,
                "in " + Box(answer),
                other =>
                    CoherenceBoxes.Of(other.Topology, other.End, device) is { Box: { } box } there
                        ? ($"in box {box}", there.Chain)
                        : null
            );
        return why is null ? answer : NotKnown(answer, answer.Chain.Add(why));
    }

    /// <summary>What an operation depends on has an error; null where nothing has.</summary>
    public static Reason? DoubtOf(this SimulatedTimeline timeline, Operation operation)
    {
        if (timeline.Doubt is not { } doubt)
        {
            return null;
        }

        return (operation.Domain is { } domain ? doubt(DeclarationKind.Domain, domain) : null)
            ?? (operation.Guest is { } guest ? doubt(DeclarationKind.Guest, guest) : null)
            ?? (operation.Device is { } device ? doubt(DeclarationKind.Device, device) : null);
    }

    private static BoxAnswer NotKnown(BoxAnswer answer, ImmutableArray<Reason> chain) =>
        answer with
        {
            Box = null,
            Blocked = null,
            Possible = answer.Possible ?? false,
            Chain = chain,
        };

    /// <summary>Why what is said of the host, its kernel too, may be a mere default; null where it is not.</summary>
    public static Reason? DoubtOfHost(this SimulatedSystem system, string host) =>
        system
            .Timelines.Select(timeline => timeline.Doubt?.Invoke(DeclarationKind.Host, host))
            .FirstOrDefault(why => why is not null);

    /// <summary>What has become of the domain at the end, as far as that is known.</summary>
    public static DomainState DomainOf(this SimulatedTimeline timeline, string domain)
    {
        var state = timeline.End.DomainOf(domain);
        var why =
            state.Unknown
            ?? timeline.Doubt?.Invoke(DeclarationKind.Domain, domain)
            ?? Differing(
                timeline,
                StateWords.Enforced(state),
                other =>
                    other.End.DomainOf(domain) is { Unknown: null, Enforced: not null } there
                        ? (StateWords.Enforced(there), Operations(other, domain))
                        : null
            );
        return why is null ? state : state with { Unknown = why, IommuCache = null, Enforced = null };
    }

    /// <summary>What KVM does for the guest at the end, as far as that is known.</summary>
    public static GuestState GuestOf(this SimulatedTimeline timeline, string guest)
    {
        var state = timeline.End.GuestOf(guest);
        var why =
            state.Unknown
            ?? timeline.Doubt?.Invoke(DeclarationKind.Guest, guest)
            ?? Differing(
                timeline,
                InWords(state),
                other =>
                    other.End.GuestOf(guest) is { Unknown: null } there ? (InWords(there), there.WbinvdChain) : null
            );
        return why is null ? state : state with { Unknown = why };
    }

    private static string InWords(GuestState state) =>
        $"wbinvd {Words.Of(state.Wbinvd)}, guest PAT {Words.OfPat(state.GuestPatHonoured)}";

    private static string Box(BoxAnswer answer) => answer.Box is { } box ? $"box {box}" : "no box";

    private static ImmutableArray<Reason> Operations(SimulatedTimeline timeline, string domain) =>
        [
            .. timeline
                .Kernel.Operations.Where(outcome => outcome.Operation.Domain == domain)
                .SelectMany(outcome => outcome.Chain),
        ];

    /// <param name="answer">Of an alternative, in words and with its chain; null where it is not known there
    /// either.</param>
    private static Reason? Differing(
        SimulatedTimeline timeline,
        string here,
        Func<SimulatedTimeline, (string Words, ImmutableArray<Reason> Chain)?> answer
    )
    {
        foreach (var alternative in timeline.Alternatives)
        {
            if (answer(alternative.Timeline) is { } there && there.Words != here)
            {
                var unsaid = string.Join(", ", alternative.Failing.Select(fact => fact.Unsaid));
                return new Reason(
                    $"{there.Words} if {alternative.Words}, {here} if not; the file does not say {unsaid}",
                    there.Chain.Select(reason => reason.Source).LastOrDefault(source => source is not null)
                );
            }
        }

        return null;
    }
}
