using TopologyLang.Architecture.Tests.Arrows;

namespace TopologyLang.Architecture.Tests;

/// <summary>What counts as a call between two files, shown on small sources.</summary>
public class CallsTests
{
    [Theory]
    [InlineData("class A { void M(B b) => b.Run(); }")]
    [InlineData("class A { object Made() => new B(); }")]
    [InlineData("class A { B Made() => new(); }")]
    [InlineData("class A { System.Action Handed(B b) => b.Run; }")]
    [InlineData("class A { void M(I i) => i.Run(); }")]
    [InlineData("class A { B? named; }", false)]
    [InlineData("class A { int Read(B b) => b.Size; }", false)]
    [InlineData("class A { void Run() { } void M() => Run(); }", false)]
    public void A_file_calls_another(string text, bool calls = true)
    {
        var compiled = SourceProject.Compile(
            "Made",
            [
                ("A.cs", text),
                ("B.cs", "class B : I { public int Size => 0; public void Run() { } }"),
                ("I.cs", "interface I { void Run(); }"),
            ]
        );
        var models = compiled.SyntaxTrees.Take(2).Select(tree => compiled.GetSemanticModel(tree)).ToList();

        Assert.Equal(calls, Calls.Lead(models[0], models[1]));
    }
}
