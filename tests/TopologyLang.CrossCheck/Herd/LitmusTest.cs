using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>A program as a test for herd7, and where its answer is to be found.</summary>
/// <param name="Text">Of the <c>.litmus</c> file.</param>
/// <param name="Program">Of which it is made.</param>
/// <param name="Flags">Registers that have this value in every execution that counts.</param>
/// <param name="Reads">The registers of the reads and waits, in the order of the text.</param>
/// <param name="IsExact">
/// It orders what the program orders. False: an instruction of the test orders more than the statement promises for
/// which it stands, so that herd7 may know fewer outcomes than there are.
/// </param>
/// <param name="IsOneMemory">
/// A store reaches all other threads at once. Else herd7 may know more outcomes than one memory can show, and the
/// checker must not say coherent where that matters.
/// </param>
internal sealed record LitmusTest(
    string Text,
    Simulation.Topology.Program Program,
    ImmutableArray<(string Register, int Value)> Flags,
    ImmutableArray<string> Reads,
    bool IsExact,
    bool IsOneMemory
)
{
    public int Actors { get; } = new TextActors(Program).Of.Distinct().Count();

    public TextValues Values { get; } = TextValues.Of(Program);

    /// <summary>Every wait saw the newest value.</summary>
    public bool Ends(Outcome outcome) =>
        Program
            .Steps.Index()
            .Where(step => TextValues.IsRead(step.Item))
            .Zip(outcome.Read)
            .All(pair => !pair.First.Item.IsWait || pair.Second == Values.Values[pair.First.Index]);

    /// <summary>The value of each read, and the one that it is meant to return.</summary>
    public IEnumerable<(int Value, int Wanted)> Compared(Outcome outcome) =>
        Program
            .Steps.Index()
            .Where(step => TextValues.IsRead(step.Item))
            .Zip(outcome.Read)
            .Select(pair => (pair.Second, Values.Values[pair.First.Index]));

    /// <param name="name">By which herd7's answer is told from others.</param>
    /// <param name="whyNot">Empty where there is a test.</param>
    /// <returns>Null where the program is not translated.</returns>
    public static LitmusTest? Of(ProgramPath path, string name, out string whyNot)
    {
        var dialect = LitmusDialect.Of(path.Architecture);
        whyNot = dialect is null ? $"{path.Architecture} is not translated" : LitmusLimits.WhyNot(path, dialect);
        if (whyNot.Length > 0)
        {
            return null;
        }

        var writer = new LitmusWriter(dialect!, path);
        writer.Write();
        whyNot = writer.IsFull ? "it has more loads or locations than the test has registers" : "";
        return writer.IsFull ? null : writer.Test(name);
    }
}
