using System.Diagnostics;

namespace TopologyLang.Fuzz.Processes;

/// <summary>What a process holds at one moment.</summary>
/// <param name="Tenth">Of the whole run, from 0.</param>
/// <param name="Memory">Bytes of it that are in memory.</param>
/// <param name="Handles">Open files, pipes and the like.</param>
internal sealed record SoakSample(int Tenth, long Memory, int Handles, int Threads)
{
    public static SoakSample Of(Process process, int tenth)
    {
        process.Refresh();
        var descriptors = $"/proc/{process.Id}/fd";
        var handles = Directory.Exists(descriptors)
            ? Directory.GetFileSystemEntries(descriptors).Length
            : process.HandleCount;
        return new SoakSample(tenth, process.WorkingSet64, handles, process.Threads.Count);
    }

    /// <summary>Of the samples of one tenth, each figure by itself.</summary>
    public static SoakSample Median(IEnumerable<SoakSample> samples, int tenth)
    {
        var chosen = samples.Where(sample => sample.Tenth == tenth).ToArray();
        return new SoakSample(
            tenth,
            Middle(chosen, one => one.Memory),
            (int)Middle(chosen, one => one.Handles),
            (int)Middle(chosen, one => one.Threads)
        );
    }

    public override string ToString() => $"{Memory >> 20} MiB, {Handles} handles, {Threads} threads";

    private static long Middle(SoakSample[] samples, Func<SoakSample, long> value) =>
        samples.Select(value).Order().ElementAt(samples.Length / 2);
}
