using Newtonsoft.Json;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Cli.Output;

/// <summary>
/// Devices, domains and guests as they are at the end of a timeline, and the operations that led there.
/// </summary>
internal static class JsonStates
{
    public static void WriteDevice(
        JsonTextWriter json,
        (FileAnalysis Analysis, SimulatedTimeline Timeline, Device Device) item
    )
    {
        var (analysis, timeline, device) = item;
        var box = timeline.BoxOf(device.Name);
        Start(json, analysis, timeline, DeclarationKind.Device, device.Name);
        json.Property("address", device.Address);
        json.Property("box", box.Box);
        json.Property(
            "notKnown",
            StateWords.Box(box) == StateWords.Unknown && !box.Chain.IsEmpty ? box.Chain[^1].Text : null
        );
        json.Property("iommu", device.Iommu);
        json.Property("noSnoop", Words.Of(NoSnoopNow.Of(device, timeline.End.DeviceOf(device.Name))));
        json.Property("domain", timeline.End.DeviceOf(device.Name).Domain);
        json.Array("why", box.Chain, WriteReason);
        json.WriteEndObject();
    }

    public static void WriteDomain(
        JsonTextWriter json,
        (FileAnalysis Analysis, SimulatedTimeline Timeline, Domain Domain) item
    )
    {
        var state = item.Timeline.DomainOf(item.Domain.Name);
        Start(json, item.Analysis, item.Timeline, DeclarationKind.Domain, item.Domain.Name);
        json.Property("iommuCache", state.IommuCache);
        json.Property("enforced", state.Enforced);
        json.Property("hardwareDomains", state.Unknown is null ? state.HardwareDomains : null);
        json.Property("notKnown", state.Unknown?.Text);
        json.WriteEndObject();
    }

    public static void WriteGuest(
        JsonTextWriter json,
        (FileAnalysis Analysis, SimulatedTimeline Timeline, Guest Guest) item
    )
    {
        var state = item.Timeline.GuestOf(item.Guest.Name);
        Start(json, item.Analysis, item.Timeline, DeclarationKind.Guest, item.Guest.Name);
        json.Property("noncoherentDma", state.Unknown is null ? state.NoncoherentDma : null);
        json.Property("wbinvd", state.Unknown is null ? Words.Of(state.Wbinvd) : null);
        json.Property("guestPat", state.Unknown is null ? Words.OfPat(state.GuestPatHonoured) : null);
        json.Property("notKnown", state.Unknown?.Text);
        json.WriteEndObject();
    }

    public static void WriteOperation(
        JsonTextWriter json,
        FileAnalysis analysis,
        SimulatedTimeline timeline,
        OperationOutcome outcome
    )
    {
        var where = new Places(analysis.Binding).Of(timeline.Scenario, outcome);
        var operation = outcome.Operation;
        json.WriteStartObject();
        json.Property("file", where.Path);
        json.Property("line", LineRange.Of(analysis.Binding, where).Start.Line + 1);
        json.Property("scenario", timeline.Scenario);
        json.Property("op", Words.Of(operation.Kind));
        json.Property("device", operation.Device);
        json.Property("domain", operation.Domain);
        json.Property("guest", operation.Guest);
        json.Property("result", outcome.Result);
        json.Property("reason", outcome.Chain.IsEmpty ? null : outcome.Chain[^1].Text);
        json.Property("source", outcome.Chain.IsEmpty ? null : outcome.Chain[^1].Source);
        json.Property("since", outcome.Chain.IsEmpty ? null : outcome.Chain[^1].Since?.ToString());
        json.Property("kernel", outcome.Kernel.ToString());
        json.WriteEndObject();
    }

    public static void WriteReason(JsonTextWriter json, Reason reason)
    {
        json.WriteStartObject();
        json.Property("text", reason.Text);
        json.Property("source", reason.Source);
        json.Property("since", reason.Since?.ToString());
        json.Property("uncertain", reason.Uncertain);
        if (reason.Fix is { } fix)
        {
            json.Property("fix", fix);
        }

        json.WriteEndObject();
    }

    public static string FileOf(FileAnalysis analysis, DeclarationKind kind, string name) =>
        analysis.Binding.Find(kind, name)?.Path ?? analysis.Path;

    private static void Start(
        JsonTextWriter json,
        FileAnalysis analysis,
        SimulatedTimeline timeline,
        DeclarationKind kind,
        string name
    )
    {
        json.WriteStartObject();
        json.Property("file", FileOf(analysis, kind, name));
        json.Property("scenario", timeline.Scenario);
        json.Property("name", name);
    }
}
