using TopologyLang.Simulation.Tests.Coherence;

namespace TopologyLang.CrossCheck;

/// <summary>Random programs, the same ones for the same seed; stale and coherent ones take turns.</summary>
public static class RandomSample
{
    /// <param name="leftOut">Told why, of each program that is not translated.</param>
    public static IEnumerable<SampleProgram> Of(PathKind kind, int seed, Action<string> leftOut)
    {
        var random = new RandomPaths(seed, kind);
        var cpus = new Random(seed);
        var wantsStale = true;
        while (true)
        {
            // Sometimes a CPU more than the plain model can bear: a bystander, or another place to move to.
            var path = random.Next();
            path = path with { PhysicalCpus = path.PhysicalCpus + cpus.Next(2) };
            if (SampleProgram.Of(path, ProgramText.Of(path), out var whyNot) is not { } program)
            {
                leftOut(whyNot);
            }
            else if (program.Answer.Length is not null == wantsStale)
            {
                wantsStale = !wantsStale;
                yield return program;
            }
        }
    }
}
