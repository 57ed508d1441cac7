using System.Globalization;
using TopologyLang.CrossCheck;
using TopologyLang.CrossCheck.Herd;
using TopologyLang.Simulation.Tests.Coherence;

const string Usage = """
    usage: dotnet run --project tests/TopologyLang.CrossCheck -- sample [any|sharedline|combiningbuffers] [programs] [seed]
           dotnet run --project tests/TopologyLang.CrossCheck -- files FILE.topo...
           dotnet run --project tests/TopologyLang.CrossCheck -- herd [all|arm64|x86_64|riscv64|ppc64] [programs] [seed] | [FOLDER]
           dotnet run --project tests/TopologyLang.CrossCheck -- shapes
    Gives random programs, or those of files, to SPIN and rumur, where they are installed, and compares their answers with the checker's;
    herd: gives random programs of which the steps may change places to herd7, with the memory models that come with it;
    shapes: prints the table of the classical shapes in docs/model.md.
    """;

if (args is ["shapes"])
{
    Console.WriteLine(ShapeTable.Of(Shape.All(Path.Combine("tests", "TopologyLang.CrossCheck", "Shapes"))));
    return 0;
}

if (args is ["herd", .. var ofHerd])
{
    return HerdCommand.Run(ofHerd) ?? Explain();
}

var leftOut = new List<string>();
IEnumerable<SampleProgram>? wanted = args switch
{
    ["files", .. { Length: > 0 } files] => files.SelectMany(file => FileSample.Of(file, leftOut.Add)),
    ["sample"] => Random("any", "40", "11"),
    ["sample", var kind] => Random(kind, "40", "11"),
    ["sample", var kind, var programs] => Random(kind, programs, "11"),
    ["sample", var kind, var programs, var seed] => Random(kind, programs, seed),
    _ => null,
};
if (wanted is null)
{
    return Explain();
}

var (spin, rumur) = (CheckerRun.WhyNot("spin"), CheckerRun.WhyNot("rumur"));
Console.WriteLine($"SPIN: {spin ?? "yes"}; rumur: {rumur ?? "yes"}");
if (spin is not null && rumur is not null)
{
    return 0;
}

var sample = wanted.ToList();
var differences = sample
    .AsParallel()
    .AsOrdered()
    .WithDegreeOfParallelism(2)
    .SelectMany(program =>
        new[]
        {
            spin is null ? Comparison.WithSpin(program) : null,
            rumur is null ? Comparison.WithRumur(program) : null,
        }
            .OfType<string>()
            .Select(difference => $"{difference}\n{program.Text}")
    )
    .ToList();
differences.ForEach(Console.WriteLine);
foreach (var why in leftOut.CountBy(why => why))
{
    Console.WriteLine($"not translated: {why.Key}{(why.Value > 1 ? $" ({why.Value} programs)" : "")}");
}

Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.Count} programs compared, {sample.Count(program => program.Answer.Length is not null)} of them "
            + $"stale; {differences.Count} answers differ"
    )
);
return differences.Count == 0 ? 0 : 1;

static int Explain()
{
    Console.Error.WriteLine(Usage);
    return 2;
}

IEnumerable<SampleProgram>? Random(string kind, string programs, string seed) =>
    Enum.TryParse<PathKind>(kind, ignoreCase: true, out var known)
    && int.TryParse(programs, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
    && int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        ? RandomSample.Of(known, start, leftOut.Add).Take(count)
        : null;
