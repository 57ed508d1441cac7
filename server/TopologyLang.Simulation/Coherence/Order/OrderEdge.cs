namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>Why one step comes before another in every execution.</summary>
public enum OrderReason
{
    /// <summary>The program has no wait and names no order: its steps follow each other as they are written.</summary>
    Text,

    /// <summary>Two accesses of one CPU to one buffer (but not a write and a later read).</summary>
    SameBuffer,

    /// <summary>Cache maintenance, and an access of its CPU to the line.</summary>
    Maintenance,

    /// <summary>What the architecture keeps in order without a barrier.</summary>
    CpuOrder,

    /// <summary>A wait, and a write behind the branch that it ends with.</summary>
    Control,

    /// <summary>A barrier between the two (<see cref="OrderEdge.Through"/>).</summary>
    Barrier,

    /// <summary>
    /// A step that orders everything of its CPU: a fence, a whole-cache instruction, a move, a sync call.
    /// </summary>
    WholeCpu,

    /// <summary>Two steps of one device.</summary>
    Device,

    /// <summary>
    /// The text goes on with another actor: an interrupt or a <c>writel()</c> that the program does not write is taken
    /// for granted.
    /// </summary>
    Handoff,

    /// <summary>A doorbell, what it comes after, and what its device does after it.</summary>
    Doorbell,

    /// <summary>An interrupt, and what the actor does after it that comes next in the text.</summary>
    Interrupt,

    /// <summary>A write, and the wait of another actor that only its value ends.</summary>
    ReadsFrom,

    /// <summary>Nobody can tell in which order the two happen, so they are explored in the text's.</summary>
    Indistinguishable,
}

/// <summary>One step comes before another in every execution.</summary>
/// <param name="Before">Index of a program step.</param>
/// <param name="After">Likewise, later in the text.</param>
/// <param name="Through">The barrier or doorbell between them that orders them; null where there is none.</param>
public sealed record OrderEdge(int Before, int After, OrderReason Reason, int? Through = null);
