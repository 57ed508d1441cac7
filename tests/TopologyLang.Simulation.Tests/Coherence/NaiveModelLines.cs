using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>What one access does to its line.</summary>
internal sealed partial class NaiveModel
{
    private IEnumerable<(NaiveLine Line, int? Read)> OnLine(NaiveWorld world, Step step, int version)
    {
        var (name, word) = Place(step.Buffer!);
        var line = world.Lines[name] with { Next = version };
        switch (step.Kind)
        {
            case StepKind.Write or StepKind.Read or StepKind.Wait or StepKind.Recycle:
                var byHost = step.Kind == StepKind.Recycle || step.Cpu.Scope == CpuScope.Hypervisor;
                var type = byHost ? AccessClass.WriteBack : access[step.Buffer!];
                var first =
                    path.AccessCompletesLineOperations && type == AccessClass.WriteBack
                        ? line.CompletedBy(one => one.Agent == Agent(step))
                        : [line];
                return first.SelectMany(before =>
                    step.Kind is StepKind.Read or StepKind.Wait
                        ? Read(before, type, Physical(world, step), word)
                            .Concat(
                                type == AccessClass.UncachedUnchecked && BufferOf(step).IsWriteOnly && version > 0
                                    ? [(before, version - 1)]
                                    : []
                            )
                        : Written(before, type, Physical(world, step), word)
                            .Select(after => (Recycled(step, after), (int?)null))
                );
            case StepKind.DmaRead or StepKind.DmaWait:
                return Ways(step)
                    .SelectMany(snooped =>
                        snooped
                            ? line.Snooped().Select(one => (line, (int?)one.Words[word]))
                            : [(line, line.Memory[word])]
                    );
            case StepKind.DmaWrite:
                return Ways(step)
                    .SelectMany(snooped => snooped ? DmaWritten(line, word) : [line.NewInMemory(word)])
                    .Select(after => (after, (int?)null));
            case StepKind.Clflush:
                return [(line.FlushedEverywhere(), null)];
            case StepKind.SyncForDevice:
                return Synced(line, BufferOf(step).SyncForDevice);
            case StepKind.SyncForCpu:
                return Synced(line, BufferOf(step).SyncForCpu);
            default:
                var operation =
                    step.Kind == StepKind.DcIvac && path.Cpu.StageTwo ? nameof(StepKind.DcCivac) : step.Kind.ToString();
                return
                [
                    (
                        line with
                        {
                            Pending = line.Pending.Add(new NaivePending(Agent(step), Physical(world, step), operation)),
                        },
                        null
                    ),
                ];
        }
    }

    private IEnumerable<NaiveLine> DmaWritten(NaiveLine line, int word)
    {
        var flushed = line.FlushedEverywhere();
        yield return flushed.NewInMemory(word);
        if (path.Profile.DmaAllocates)
        {
            var written = flushed.NewWrite(word);
            yield return written.With(path.PhysicalCpus, 'D', flushed.Memory.SetItem(word, written.Expected[word]));
        }
    }

    private NaiveLine Recycled(Step step, NaiveLine written) =>
        step.Kind == StepKind.Recycle && path.RecycleFlushes ? written.FlushedEverywhere() : written;

    private IEnumerable<(NaiveLine Line, int? Read)> Synced(NaiveLine line, SyncEffect effect) =>
        (
            effect switch
            {
                SyncEffect.Nothing => [line],
                SyncEffect.Clean => line.Done(nameof(StepKind.DcCvac)),
                SyncEffect.Invalidate when !path.Cpu.StageTwo => line.Done(nameof(StepKind.DcIvac)),
                _ => line.Done(nameof(StepKind.DcCivac)),
            }
        ).Select(after => (after, (int?)null));

    private BufferPath BufferOf(Step step) => path.Buffers.Single(buffer => buffer.Buffer == step.Buffer);

    private IEnumerable<bool> Ways(Step step)
    {
        var device = path.Devices.Single(device =>
            device.Device == step.Device && (device.Buffer ?? step.Buffer) == step.Buffer
        );
        return (step.NoSnoop ? device.NoSnoop : device.Ordinary) switch
        {
            Snooped.Yes => [true],
            Snooped.No => [false],
            _ => [true, false],
        };
    }

    private IEnumerable<NaiveLine> Written(NaiveLine line, AccessClass type, int cpu, int word)
    {
        switch (type)
        {
            case AccessClass.WriteBack:
                var owned = line.Caches[cpu].State == '-' ? line.ReadInto(cpu, false) : [line];
                return owned.Select(one =>
                {
                    var written = one.NewWrite(word);
                    var words = one.Caches[cpu].Words.SetItem(word, written.Expected[word]);
                    return written.DroppedEverywhere().With(cpu, 'D', words);
                });
            case AccessClass.WriteThrough:
                var through = line.FlushedEverywhere().NewInMemory(word);
                return line.Caches[cpu].State == '-'
                    ? [through]
                    : [through.With(cpu, 'C', line.Caches[cpu].Words.SetItem(word, through.Expected[word]))];
            case AccessClass.UncachedChecked:
                return [line.FlushedEverywhere().NewInMemory(word)];
            case AccessClass.WriteCombining when path.Profile.Buffers == CombiningBuffers.Kept:
                var combined = line.NewWrite(word);
                var buffer = line.Buffers[cpu].SetItem(word, combined.Expected[word]);
                return [combined with { Buffers = combined.Buffers.SetItem(cpu, buffer) }];
            case AccessClass.WriteCombining:
                return Looks.Select(looks => (looks ? line.FlushedEverywhere() : line).NewInMemory(word));
            default:
                return [line.NewInMemory(word)];
        }
    }

    private IEnumerable<(NaiveLine Line, int? Read)> Read(NaiveLine line, AccessClass type, int cpu, int word)
    {
        switch (type)
        {
            case AccessClass.UncachedChecked:
                return FromMemory(line.FlushedEverywhere(), word);
            case AccessClass.UncachedUnchecked:
                return FromMemory(line, word);
            case AccessClass.WriteCombining:
                var drained = line.Combines(cpu) ? Looks.Select(looks => line.Drained(cpu, looks)) : [line];
                return drained.SelectMany(one =>
                    Looks.SelectMany(looks => FromMemory(looks ? one.FlushedEverywhere() : one, word))
                );
            default:
                return line.Caches[cpu].State == '-'
                    ? line.ReadInto(cpu, Migrates).Select(after => (after, (int?)after.Caches[cpu].Words[word]))
                    : [(line, line.Caches[cpu].Words[word])];
        }
    }

    private static IEnumerable<(NaiveLine Line, int? Read)> FromMemory(NaiveLine line, int word) =>
        [(line, line.Memory[word])];
}
