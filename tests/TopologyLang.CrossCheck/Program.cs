using System.Globalization;
using TopologyLang.CrossCheck;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;
using TopologyLang.Simulation.Tests.Coherence;

if (args is not ["sample", .. { Length: <= 2 } rest])
{
    Console.Error.WriteLine("usage: dotnet run --project tests/TopologyLang.CrossCheck -- sample [programs] [seed]");
    Console.Error.WriteLine("Gives random programs to SPIN and rumur, where they are installed, and compares their answers with the checker's.");
    return 2;
}

var wanted = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 40;
var seed = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 11;
var spin = CheckerRun.IsInstalled("spin") && CheckerRun.IsInstalled("gcc");
var rumur = CheckerRun.IsInstalled("rumur") && CheckerRun.IsInstalled("gcc");
Console.WriteLine($"{wanted} random programs, seed {seed}; SPIN: {(spin ? "yes" : "skipped, not installed")}; rumur: {(rumur ? "yes" : "skipped, not installed")}");
var (compared, stale, wrong) = (0, 0, 0);
var random = new RandomPaths(seed);
while (compared < wanted && (spin || rumur))
{
    var path = random.Next() with { Profile = CoherenceProfile.Core };
    if (ProductRules.Of(path) is not { } model)
    {
        continue;
    }

    compared++;
    var ours = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
    int? length = ours.Kind == VerdictKind.Stale ? ours.Run.Length : null;
    stale += length is null ? 0 : 1;
    wrong += spin ? Compare("SPIN", CheckerRun.Spin(model, breadthFirst: true, optimize: false)) : 0;
    wrong += rumur ? Compare("rumur", CheckerRun.Rumur(model, optimize: false)) : 0;

    int Compare(string name, CheckerAnswer theirs)
    {
        if (theirs.Length == length)
        {
            return 0;
        }

        Console.WriteLine($"program {compared}: {name} says {theirs.Length?.ToString(CultureInfo.InvariantCulture) ?? "coherent"}, "
            + $"the checker {length?.ToString(CultureInfo.InvariantCulture) ?? "coherent"}\n{ProgramText.Of(path)}");
        return 1;
    }
}

Console.WriteLine($"{compared} programs compared, {stale} of them stale; {wrong} answers differ");
return wrong == 0 ? 0 : 1;
