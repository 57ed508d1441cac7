using System.Globalization;
using TopologyLang.CrossCheck;
using TopologyLang.Simulation.Tests.Coherence;

if (args is not ["sample", .. { Length: <= 3 } rest] || (rest.Length > 0 && !Enum.TryParse<PathKind>(rest[0], ignoreCase: true, out _)))
{
    Console.Error.WriteLine("usage: dotnet run --project tests/TopologyLang.CrossCheck -- sample [any|sharedline|combiningbuffers] [programs] [seed]");
    Console.Error.WriteLine("Gives random programs to SPIN and rumur, where they are installed, and compares their answers with the checker's.");
    return 2;
}

var kind = rest.Length > 0 ? Enum.Parse<PathKind>(rest[0], ignoreCase: true) : PathKind.Any;
var wanted = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 40;
var seed = rest.Length > 2 ? int.Parse(rest[2], CultureInfo.InvariantCulture) : 11;
var (spin, rumur) = (CheckerRun.WhyNot("spin"), CheckerRun.WhyNot("rumur"));
Console.WriteLine($"{wanted} random programs ({kind}), seed {seed}; SPIN: {spin ?? "yes"}; rumur: {rumur ?? "yes"}");
if (spin is not null && rumur is not null)
{
    return 0;
}

var leftOut = new List<string>();
var sample = RandomSample.Of(kind, seed, leftOut.Add).Take(wanted).ToList();
var differences = sample.Index().AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(program => string.Join('\n', new[]
{
    spin is null ? Comparison.WithSpin(program.Item) : null,
    rumur is null ? Comparison.WithRumur(program.Item) : null,
}.OfType<string>().Select(difference => $"program {program.Index}: {difference}\n{program.Item.Text}"))).Where(text => text.Length > 0).ToList();
differences.ForEach(Console.WriteLine);
foreach (var why in leftOut.CountBy(why => why))
{
    Console.WriteLine($"not translated: {why.Key} ({why.Value} programs)");
}

Console.WriteLine($"{sample.Count} programs compared, {sample.Count(program => program.Answer.Length is not null)} of them stale; {differences.Count} differ");
return differences.Count == 0 ? 0 : 1;
