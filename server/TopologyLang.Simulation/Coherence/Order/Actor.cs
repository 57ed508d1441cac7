using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

internal enum ActorKind
{
    /// <summary>A CPU of the program's owner.</summary>
    Own,

    /// <summary>A physical CPU, used by the hypervisor.</summary>
    Hypervisor,

    /// <summary>Every CPU of the owner, in one step.</summary>
    AllOwn,

    Device,
}

/// <summary>Who takes a step of a program.</summary>
internal readonly record struct Actor(ActorKind Kind, int Number, string? Device)
{
    public static Actor Own(int number) => new(ActorKind.Own, number, null);

    public static Actor Hypervisor(int number) => new(ActorKind.Hypervisor, number, null);

    public static Actor OfDevice(string? device) => new(ActorKind.Device, 0, device);

    /// <summary>A step of the other is one of this actor too.</summary>
    public bool Includes(Actor other) => this == other || IsOwn(this) && IsOwn(other) && (IsAll(this) || IsAll(other));

    /// <returns>
    /// Of each step. A sync call is made by the CPU that acts before it in the text, or else by the first one after it.
    /// </returns>
    public static Actor[] Of(Program program, int physicalCpus)
    {
        var callers = program.Steps.Where(step => step.Cpu.Scope == CpuScope.Own).Select(step => step.Cpu.Number);
        var caller = Own(callers.FirstOrDefault());
        var actors = new Actor[program.Steps.Length];
        for (var i = 0; i < actors.Length; i++)
        {
            var step = program.Steps[i];
            caller = step.Cpu.Scope == CpuScope.Own ? Own(step.Cpu.Number) : caller;
            actors[i] = step switch
            {
                { IsDma: true } => OfDevice(step.Device),
                { Kind: StepKind.Recycle } => Hypervisor(0),
                { Cpu.Scope: CpuScope.Hypervisor } => Hypervisor(step.Cpu.Number % Math.Max(1, physicalCpus)),
                { Cpu.Scope: CpuScope.All } => new Actor(ActorKind.AllOwn, 0, null),
                _ => caller,
            };
        }

        return actors;
    }

    private static bool IsOwn(Actor actor) => actor.Kind is ActorKind.Own or ActorKind.AllOwn;

    private static bool IsAll(Actor actor) => actor.Kind == ActorKind.AllOwn;
}
