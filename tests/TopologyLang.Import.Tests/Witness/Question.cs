using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Analysis.Simulated;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>
/// A question of tests/qemu-witness/questions: text that is added to an imported machine, with $1 and $2 for two of its
/// devices. The same text tells the program in the guest what to do to the kernel.
/// </summary>
internal static partial class Question
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "qemu-witness", "questions");

    public static IEnumerable<string> Names { get; } =
    [
        .. Directory
            .GetFiles(Folder, "*.topo")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// How the machine is after each statement of the question's scenario: the scenario is run to there.
    /// </summary>
    /// <param name="machine">The imported text, with its mode.</param>
    /// <param name="question">The name of a question.</param>
    /// <param name="statements">Those of its scenario, in order.</param>
    /// <param name="first">The address that $1 stands for.</param>
    /// <param name="second">That of $2.</param>
    public static IReadOnlyList<SimulatedTimeline> Simulated(
        string machine,
        string question,
        IReadOnlyList<string> statements,
        string first,
        string second
    )
    {
        var text = File.ReadAllText(Path.Combine(Folder, question + ".topo"));
        string[] names = [NameOf(machine, first), NameOf(machine, second)];
        var head = text[..text.IndexOf("scenario ", StringComparison.Ordinal)];
        var scenarios = statements.Select(
            (_, step) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"scenario step{step} {{\n{string.Join('\n', statements.Take(step + 1))}\n}}\n"
                )
        );
        var asked = Conditions(machine, head, names) + "\n" + Named(head + string.Concat(scenarios), names);
        var analysis = Imported.Analysis(asked);
        Assert.DoesNotContain(
            analysis.Findings,
            finding => finding.Code.Id.StartsWith("TOPO1", StringComparison.Ordinal)
        );
        return
        [
            .. statements.Select(
                (_, step) =>
                    analysis.System.Timelines.Single(timeline =>
                        timeline.Scenario == string.Create(CultureInfo.InvariantCulture, $"step{step}")
                    )
            ),
        ];
    }

    public static string NameOf(string machine, string address) =>
        Regex
            .Match(
                machine,
                $@"^device (\w+) [^\n]*\n(?:  [^\n]*\n)*?  bus +=\s+pcie {Regex.Escape(address)}\b",
                RegexOptions.Multiline
            )
            .Groups[1]
            .Value;

    private static string Named(string text, string[] names) =>
        text.Replace("$1", names[0], StringComparison.Ordinal).Replace("$2", names[1], StringComparison.Ordinal);

    /// <summary>What the question says of its devices and the import cannot know.</summary>
    private static string Conditions(string machine, string head, string[] names)
    {
        foreach (Match condition in Condition().Matches(head))
        {
            var name = names[condition.Groups["device"].Value[0] - '1'];
            machine =
                condition.Groups["no_snoop"] is { Success: true, Value: var bit }
                    ? Regex.Replace(
                        machine,
                        $@"(^device {name} .*?\n  no_snoop += )\w+",
                        $"$1{bit}",
                        RegexOptions.Multiline | RegexOptions.Singleline
                    )
                : condition.Groups["snoop_control"].Value == "no" ? BehindAnotherUnit(machine, name)
                : machine;
        }

        return machine;
    }

    /// <summary>
    /// A second unit like the machine's VT-d one in everything but ECAP.SC, with the device behind it.
    /// </summary>
    private static string BehindAnotherUnit(string machine, string device)
    {
        var unit = VtdUnit().Match(machine);
        var ecap =
            ulong.Parse(unit.Groups["ecap"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ~(1UL << 7);
        var other = unit
            .Value.Replace("iommu dmar0", "iommu other", StringComparison.Ordinal)
            .Replace(
                "0x" + unit.Groups["ecap"].Value,
                string.Create(CultureInfo.InvariantCulture, $"0x{ecap:x}"),
                StringComparison.Ordinal
            );
        return machine.Replace(
                $"device {device} behind dmar0",
                $"device {device} behind other",
                StringComparison.Ordinal
            )
            + "\n"
            + other;
    }

    [GeneratedRegex(
        @"^// \$(?<device>[12]) (with no_snoop = (?<no_snoop>\w+)|behind a unit with snoop_control = "
            + @"(?<snoop_control>yes|no))",
        RegexOptions.Multiline
    )]
    private static partial Regex Condition();

    [GeneratedRegex(
        @"^iommu dmar0 on machine \{\n.*?ecap += 0x(?<ecap>[0-9a-f]+).*?^\}\n",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex VtdUnit();
}
