using TopologyLang.Simulation.Tests.Coherence;
using Xunit.Abstractions;

namespace TopologyLang.CrossCheck.Tests;

/// <summary>
/// Other model checkers, given the same programs, must find the same verdict and the same length of a shortest run, and
/// with the same CPUs the same number of states.
/// </summary>
public sealed class OtherCheckersTests(ITestOutputHelper output)
{
    private const int Seed = 11;

    /// <summary>Of programs that are not translated, why.</summary>
    private static readonly List<string> LeftOut = [];

    /// <summary>Three of each kind, each of one model: the compilers of the models take most of the time.</summary>
    private static readonly SampleProgram[] Random =
    [
        .. Enum.GetValues<PathKind>()
            .SelectMany(kind =>
                RandomSample.Of(kind, Seed, LeftOut.Add).Where(program => program.Models.Length == 1).Take(3)
            ),
    ];

    private static readonly SampleProgram[] Examples =
    [
        .. new[] { "false-sharing", "write-combining-descriptor" }.SelectMany(name =>
            FileSample.Of(Path.Combine(RepositoryRoot.Path, "examples", $"{name}.topo"), LeftOut.Add)
        ),
    ];

    [Fact]
    public void The_sample_has_programs_of_each_kind()
    {
        Assert.InRange(Random.Count(program => program.Answer.Length is not null), 3, 6);
        Assert.InRange(Random.Count(program => program.Profile != "default"), 3, 8);
        Assert.Equal((3, 5), (Examples.Count(program => program.Answer.Length is not null), Examples.Length));
        foreach (var reason in LeftOut.CountBy(why => why))
        {
            output.WriteLine($"{reason.Value} left out: {reason.Key}");
        }

        Assert.All(LeftOut, why => Assert.EndsWith(ProductRules.AnyOrder, why, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Spin_agrees() => Agrees("spin", Comparison.WithSpin);

    [SkippableFact]
    public void Rumur_agrees() => Agrees("rumur", Comparison.WithRumur);

    private static void Agrees(string checker, Func<SampleProgram, string?> compare)
    {
        var whyNot = CheckerRun.WhyNot(checker);
        Skip.If(whyNot is not null, whyNot);

        var differences = Random
            .Concat(Examples)
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(2)
            .Select(program => compare(program) is { } difference ? $"{difference}\n{program.Text}" : null)
            .OfType<string>()
            .ToList();

        Assert.Empty(differences);
    }
}
