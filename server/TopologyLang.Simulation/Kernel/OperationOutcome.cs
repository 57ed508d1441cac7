using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel;

/// <summary>What the kernel answered to one operation.</summary>
/// <param name="Index">The operation's place in its scenario; null for the set-up that the declarations imply.</param>
/// <param name="Result"><see cref="Ok"/>, the name of an errno, <see cref="Waits"/>, <see cref="Unknown"/> or <see cref="NotSimulated"/>.</param>
/// <param name="Kernel">The version that answered.</param>
/// <param name="Chain">Why, first link first; the last link names the function that decided.</param>
public sealed record OperationOutcome(Operation Operation, int? Index, string Result, KernelVersion Kernel, ImmutableArray<Reason> Chain)
{
    public const string Ok = "ok";

    /// <summary>This product does not know yet what the kernel does here. Never a guess.</summary>
    public const string NotSimulated = "not simulated";

    /// <summary>No source tells what the kernel does here, or the file cannot say what it hangs on. Never a guess.</summary>
    public const string Unknown = "unknown";

    /// <summary>The kernel gives no errno: the call does not come back before somebody else lets go.</summary>
    public const string Waits = "waits";

    /// <summary>The result where there is no answer.</summary>
    public static string Without(Reason why) => why.NotKnown ? Unknown : NotSimulated;

    public bool Done => Result == Ok;
    public bool Refused => Result is not (Ok or NotSimulated or Unknown);
}
