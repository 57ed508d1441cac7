using Newtonsoft.Json;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The notification <c>topology/status</c>, for a client's status bar. Sent whenever the state becomes another one.
/// </summary>
/// <param name="State"><c>ready</c>, <c>analysing</c> or <c>failed</c>.</param>
/// <param name="Message">What is analysed, or what failed; null when ready.</param>
public sealed record StatusParams(
    string State,
    [property: JsonProperty(NullValueHandling = NullValueHandling.Ignore)] string? Message
)
{
    public const string Method = "topology/status";
    public static readonly StatusParams Ready = new("ready", null);

    public static StatusParams Analysing(string what) => new("analysing", what);

    public static StatusParams Failed(string what) => new("failed", what);
}
