using System.Globalization;
using TopologyLang.CrossCheck;

if (args is not ["sample", .. { Length: <= 2 } rest])
{
    Console.Error.WriteLine("usage: dotnet run --project tests/TopologyLang.CrossCheck -- sample [programs] [seed]");
    Console.Error.WriteLine("Gives random programs to SPIN and rumur, where they are installed, and compares their answers with the checker's.");
    return 2;
}

var wanted = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 40;
var seed = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 11;
var (spin, rumur) = (CheckerRun.WhyNot("spin"), CheckerRun.WhyNot("rumur"));
Console.WriteLine($"{wanted} random programs, seed {seed}; SPIN: {spin ?? "yes"}; rumur: {rumur ?? "yes"}");
var (compared, stale, wrong) = (0, 0, 0);
foreach (var program in spin is null || rumur is null ? RandomSample.Of(seed).Take(wanted) : [])
{
    compared++;
    stale += program.Length is null ? 0 : 1;
    wrong += spin is null ? Compare("SPIN", CheckerRun.Spin(program.Model, breadthFirst: true, optimize: false)) : 0;
    wrong += rumur is null ? Compare("rumur", CheckerRun.Rumur(program.Model, optimize: false)) : 0;

    int Compare(string name, CheckerAnswer theirs)
    {
        if (theirs.Length == program.Length)
        {
            return 0;
        }

        Console.WriteLine($"program {compared}: {name} says {Said(theirs.Length)}, the checker {Said(program.Length)}\n{program.Text}");
        return 1;
    }
}

Console.WriteLine($"{compared} programs compared, {stale} of them stale; {wrong} answers differ");
return wrong == 0 ? 0 : 1;

static string Said(int? length) => length?.ToString(CultureInfo.InvariantCulture) ?? "coherent";
