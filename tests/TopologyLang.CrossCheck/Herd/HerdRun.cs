using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>Runs herd7 (herdtools7) with the memory models that come with it.</summary>
internal static partial class HerdRun
{
    /// <summary>The command that runs herd7, with arguments, where it is not on the path by that name.</summary>
    public const string Variable = "TOPO_HERD7";

    private const int SecondsOfATest = 10;

    private static readonly string[] Command = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } command
        ? command.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : ["herd7"];

    /// <returns>Why it cannot be run; null: it can.</returns>
    public static string? WhyNot() =>
        Path.IsPathRooted(Command[0]) && File.Exists(Command[0]) || CheckerRun.IsInstalled(Command[0])
            ? null
            : $"{Command[0]} is not installed (herdtools7; the variable {Variable} may name its command)";

    /// <returns>For each test every outcome in which all waits pass; null where herd7 gave up.</returns>
    public static IReadOnlyList<HashSet<Outcome>?> Outcomes(IReadOnlyList<LitmusTest> tests)
    {
        using var folder = new TemporaryFolder();
        var files = tests.Select((_, i) => folder.File($"{NameOf(i)}.litmus")).ToList();
        foreach (var (test, file) in tests.Zip(files))
        {
            File.WriteAllText(file, test.Text);
        }

        string[] arguments = [.. Command[1..], "-timeout", $"{SecondsOfATest}", .. files];
        var (said, complained) = Run(Command[0], arguments);
        var answers = Answer()
            .Matches(said)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Value, StringComparer.Ordinal);
        return answers.Count == 0
            ? throw new InvalidOperationException($"herd7 answered nothing: {complained}\n{tests[0].Text}")
            : [.. tests.Select((test, i) => answers.TryGetValue(NameOf(i), out var answer) ? Of(test, answer) : null)];
    }

    /// <summary>By which a test is to be named.</summary>
    public static string NameOf(int test) => string.Create(CultureInfo.InvariantCulture, $"t{test}");

    private static HashSet<Outcome> Of(LitmusTest test, string answer) =>
        [
            .. answer
                .Split('\n')
                .Where(line => State().IsMatch(line))
                .Select(line =>
                    Value()
                        .Matches(line)
                        .ToDictionary(
                            match => match.Groups["where"].Value,
                            match => int.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture),
                            StringComparer.Ordinal
                        )
                )
                .Where(state => test.Flags.All(flag => state[flag.Register] == flag.Value))
                .Select(state => new Outcome(
                    [.. test.Reads.Select(register => state[register])],
                    [.. test.Values.Buffers.Select(buffer => state[buffer])]
                ))
                .Where(test.Ends),
        ];

    private static (string Said, string Complained) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var complained = new StringBuilder();
        process.ErrorDataReceived += (_, line) => complained.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (said, complained.ToString());
    }

    /// <summary>Of one test, to its last line; a test on which herd7 gave up has no such line.</summary>
    [GeneratedRegex(@"^Test (?<name>\S+) (?:(?!^Test ).*\n)*?^Observation .*$", RegexOptions.Multiline)]
    private static partial Regex Answer();

    [GeneratedRegex(@"^(\[?[\w:]+\]?=-?\w+;\s*)+$")]
    private static partial Regex State();

    [GeneratedRegex(@"\[?(?<where>[\w:]+)\]?=(?<value>-?\d+);")]
    private static partial Regex Value();
}
