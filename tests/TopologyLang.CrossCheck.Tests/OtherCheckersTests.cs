namespace TopologyLang.CrossCheck.Tests;

/// <summary>Other model checkers, given the same programs, must find the same verdict and the same length of a shortest run.</summary>
public sealed class OtherCheckersTests
{
    private const int Seed = 11;

    private static readonly SampleProgram[] Sample = [.. RandomSample.Of(Seed).Take(15)];

    [Fact]
    public void The_sample_has_programs_of_each_kind()
    {
        Assert.Equal(8, Sample.Count(program => program.Length is not null));
        Assert.InRange(Sample.Count(program => program.Profile != "default"), 2, 13);
    }

    [SkippableFact]
    public void Spin_agrees() => Agrees("spin", model => CheckerRun.Spin(model, breadthFirst: true, optimize: false));

    [SkippableFact]
    public void Rumur_agrees() => Agrees("rumur", model => CheckerRun.Rumur(model, optimize: false));

    private static void Agrees(string checker, Func<RuleModel, CheckerAnswer> run)
    {
        var whyNot = CheckerRun.WhyNot(checker);
        Skip.If(whyNot is not null, whyNot);

        var theirs = Sample.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(program => run(program.Model).Length).ToList();

        foreach (var (program, length) in Sample.Zip(theirs))
        {
            Assert.True(program.Length == length, $"{checker}: {Said(length)}, the checker: {Said(program.Length)}\n{program.Text}");
        }
    }

    private static string Said(int? length) => length is null ? "coherent" : $"stale after {length} steps";
}
