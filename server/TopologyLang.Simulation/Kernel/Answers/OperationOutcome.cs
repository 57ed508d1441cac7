using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Answers;

/// <summary>What the kernel answered to one operation.</summary>
/// <param name="Index">The operation's place in its scenario; null for the set-up that the declarations imply.</param>
/// <param name="Result"><see cref="Ok"/>, the name of an errno, <see cref="Waits"/> or <see cref="Unknown"/>.</param>
/// <param name="Kernel">The version that answered.</param>
/// <param name="Chain">Why, first link first; the last link names the function that decided.</param>
public sealed record OperationOutcome(
    Operation Operation,
    int? Index,
    string Result,
    KernelVersion Kernel,
    ImmutableArray<Reason> Chain
)
{
    public const string Ok = "ok";

    /// <summary>
    /// No source tells what the kernel does here, or the file cannot say what it depends on. Never a guess.
    /// </summary>
    public const string Unknown = "unknown";

    /// <summary>The kernel gives no errno: the call does not come back before somebody else lets go.</summary>
    public const string Waits = "waits";

    public bool Done => Result == Ok;
    public bool Refused => Result is not (Ok or Unknown);
}
