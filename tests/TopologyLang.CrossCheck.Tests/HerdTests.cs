using TopologyLang.CrossCheck.Herd;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;
using Xunit.Abstractions;

namespace TopologyLang.CrossCheck.Tests;

/// <summary>
/// herd7 with the official memory models must allow exactly what the checker's order of a program's steps allows: every
/// value read and the final memory. The checker must give the verdict that follows.
/// </summary>
public sealed class HerdTests(ITestOutputHelper output)
{
    private const int Seed = 14;
    private const int Programs = 30;

    private static readonly string Project = Path.Combine(RepositoryRoot.Path, "tests", "TopologyLang.CrossCheck");

    public static TheoryData<Architecture> Modelled =>
        [Architecture.Arm64, Architecture.X86_64, Architecture.Riscv64, Architecture.Ppc64];

    [SkippableTheory]
    [MemberData(nameof(Modelled))]
    public void Random_programs_have_the_outcomes_of_herd7(Architecture architecture)
    {
        Skip.If(HerdRun.WhyNot() is not null, HerdRun.WhyNot());
        var tally = HerdComparison.Of(new OrderSamples(architecture, Seed).All().Take(Programs));
        Agrees(tally);
        // Neither answer may be so rare that the comparison says little.
        Assert.InRange(tally.Compared.GetValueOrDefault(OrderAnswer.Stale), Programs / 15, Programs / 2);
        Assert.InRange(tally.Compared.GetValueOrDefault(OrderAnswer.Coherent), Programs / 4, Programs * 4 / 5);
        Assert.InRange(tally.Exact, Programs / 2, Programs);
    }

    [SkippableTheory]
    [MemberData(nameof(Modelled))]
    public void The_shapes_have_the_outcomes_of_herd7(Architecture architecture)
    {
        Skip.If(HerdRun.WhyNot() is not null, HerdRun.WhyNot());
        var shapes = Shape.All(Path.Combine(Project, "Shapes"));
        var tally = HerdComparison.Of(
            shapes
                .Select(shape => shape.Plain(architecture))
                .Concat(
                    shapes.Select(shape =>
                        shape
                            .WithBarriers(architecture)
                            .Select(one => one.Sample)
                            .FirstOrDefault(sample => Shape.Check(sample) == VerdictKind.Coherent)
                    )
                )
                .OfType<OrderSample>()
        );
        Agrees(tally);
        Assert.True(tally.Compared.Values.Sum() >= shapes.Length, "herd7 answered for few shapes");
    }

    /// <summary>Each goes wrong with one of the rules done as one first thinks of it.</summary>
    [SkippableTheory]
    [MemberData(nameof(Modelled))]
    public void Programs_that_tell_a_rule_have_the_outcomes_of_herd7(Architecture architecture)
    {
        Skip.If(HerdRun.WhyNot() is not null, HerdRun.WhyNot());
        var tally = HerdComparison.Of(OrderSample.OfFolder(Path.Combine(Project, "Rules"), architecture));
        Agrees(tally);
        Assert.True(tally.Compared.Values.Sum() >= 12, "herd7 answered for few programs");
    }

    private void Agrees(HerdTally tally)
    {
        foreach (var (reason, count) in tally.LeftOut)
        {
            output.WriteLine($"{count} not compared: {reason}");
        }

        Assert.Empty(tally.Differences);
    }
}
