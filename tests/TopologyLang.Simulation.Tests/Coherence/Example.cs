using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>Paths from a few lines of program text, and verdicts as a few lines of text.</summary>
internal static class Example
{
    private static readonly Dictionary<string, StepKind> Kinds = Enum.GetValues<StepKind>()
        .ToDictionary(kind => kind.ToString().ToUpperInvariant(), kind => kind);

    /// <summary>
    /// An x86 guest with two vCPUs on two CPUs, and a device that bypasses the caches when it asks to.
    /// </summary>
    /// <param name="program">Statements as in a <c>.topo</c> file, separated by <c>;</c>. The buffers are those it
    /// names.</param>
    public static ProgramPath Guest(
        string program,
        WbinvdMode wbinvd = WbinvdMode.Emulated,
        AccessClass access = AccessClass.WriteBack
    ) => Path(program, new CpuPath(wbinvd, false, false, false, false, []), access, inGuest: true);

    /// <summary>An x86 host with two CPUs.</summary>
    public static ProgramPath Host(string program, AccessClass access = AccessClass.WriteBack) =>
        Path(program, new CpuPath(WbinvdMode.Native, false, false, false, false, []), access, inGuest: false);

    public static ProgramPath ArmHost(string program, AccessClass access = AccessClass.WriteBack) =>
        Arm(
            Path(program, new CpuPath(WbinvdMode.NotApplicable, false, false, false, false, []), access, inGuest: false)
        );

    public static ProgramPath ArmGuest(string program, bool fwb = false, AccessClass access = AccessClass.WriteBack) =>
        Arm(Path(program, new CpuPath(WbinvdMode.NotApplicable, false, !fwb, fwb, true, []), access, inGuest: true));

    public static Verdict Check(ProgramPath path) => Checker.Check(path, SearchLimits.Default, CancellationToken.None);

    /// <summary>
    /// <c>Coherent</c>, or the hazard and the run: <c>DeviceReadsStale: Cpu0 write fb, d dma read fb = 0</c>.
    /// </summary>
    public static string Answer(ProgramPath path)
    {
        var verdict = Check(path);
        return verdict.Kind == VerdictKind.Stale
            ? $"{verdict.Hazard}: {string.Join(", ", verdict.Run.Select(Text))}"
            : verdict.Kind.ToString();
    }

    private static string Text(RunStep step)
    {
        var actor = step.Actor switch
        {
            RunActor.Device => step.Device,
            RunActor.HypervisorCpu => $"host cpu{step.Number}",
            RunActor.AllCpus => "all cpus",
            _ => $"{step.Actor}{step.Number}",
        };
        return $"{actor} {step.Action}{(step.Buffer is null ? "" : $" {step.Buffer}")}"
            + $"{(step.ReadValue is { } value ? $" = {value}" : "")}";
    }

    private static ProgramPath Arm(ProgramPath path) =>
        path with
        {
            Architecture = Architecture.Arm64,
            AccessCompletesLineOperations = true,
        };

    private static ProgramPath Path(string program, CpuPath cpu, AccessClass access, bool inGuest)
    {
        var statements = program.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var steps = statements.Select(Statement).ToImmutableArray();
        var buffers = steps.Select(step => step.Buffer).OfType<string>().Distinct().ToList();
        return new ProgramPath
        {
            Program = new Program
            {
                Name = "example",
                Devices = ["d"],
                Buffers = [.. buffers.Select(name => new Buffer(name, 4096, MemoryType.Wb))],
                Steps = steps,
            },
            Architecture = Architecture.X86_64,
            Kernel = KernelVersions.NewestKnown,
            InGuest = inGuest,
            PhysicalCpus = 2,
            OwnCpus = 2,
            AccessCompletesLineOperations = false,
            Cpu = cpu,
            Buffers = [.. buffers.Select(name => new BufferPath(name, [access], inGuest, []))],
            Devices = [new DevicePath("d", Snooped.Yes, Snooped.No, true, [])],
        };
    }

    private static Step Statement(string text)
    {
        var words = text.Split(' ');
        return words switch
        {
            ["dma", var kind, var buffer, .. var rest] => new Step(
                Kind($"dma{kind}"),
                CpuSelector.None,
                buffer,
                "d",
                rest is ["no_snoop"]
            ),
            ["host", "cpu", var number, var kind, var buffer] => new Step(
                Kind(kind),
                CpuSelector.Hypervisor(Number(number)),
                buffer
            ),
            ["host", "cpu", var number, var kind] => new Step(Kind(kind), CpuSelector.Hypervisor(Number(number))),
            ["cpu", "all", var kind] => new Step(Kind(kind), CpuSelector.All),
            ["cpu", var number, var kind] => new Step(Kind(kind), CpuSelector.Own(Number(number))),
            ["cpu", var number, var kind, var buffer] => new Step(Kind(kind), CpuSelector.Own(Number(number)), buffer),
            [var kind, var buffer] => new Step(Kind(kind), CpuSelector.None, buffer),
            _ => throw new ArgumentException($"'{text}' is no statement of a program", nameof(text)),
        };
    }

    private static StepKind Kind(string word) =>
        Kinds[word.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()];

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
