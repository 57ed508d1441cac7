using System.Globalization;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>
/// Questions of several statements: two devices in one container or iommufd, files in KVM, Enable No Snoop. The
/// imported machine has to answer each statement as the real kernel did, and to be afterwards as that was.
/// </summary>
public class AskedTests
{
    public static TheoryData<string, string> Questions()
    {
        var questions = new TheoryData<string, string>();
        foreach (
            var (machine, question) in AskedRow.Machines.SelectMany(machine =>
                AskedRow.Of(machine).Select(row => (machine, row.Question)).Distinct()
            )
        )
        {
            questions.Add(machine, question);
        }

        return questions;
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_imported_machine_goes_the_way_that_the_real_one_went(string machine, string question)
    {
        foreach (var (text, rows, steps) in Asked(machine, question))
        {
            var first = Question.NameOf(text, rows[0].First);
            Assert.All(
                rows.Zip(steps),
                step => Assert.Equal(step.First, AsSimulated(step.First, step.Second.Kernel, first))
            );
        }
    }

    /// <summary>
    /// Where a real kernel was caught believing what the hardware does not do, the analysis says so (TOPO3002).
    /// </summary>
    [Theory]
    [InlineData("vtd-sc1@7.2.12-iommufd", "mixed-iommufd")]
    [InlineData("vtd-fl-sc1@7.2.12-iommufd", "mixed-iommufd-other-order")]
    [InlineData("vtd-sc0@6.1.192", "kvm-first")]
    public void A_belief_that_a_real_kernel_had_is_found(string machine, string question) =>
        Assert.All(Asked(machine, question), asked => Assert.Contains(asked.Steps, step => !step.Beliefs.IsEmpty));

    /// <summary>
    /// Each question was asked of some kernel. An answer that is lost would make the theory say nothing.
    /// </summary>
    [Fact]
    public void Every_question_has_answers()
    {
        var rows = AskedRow.Machines.SelectMany(machine => AskedRow.Of(machine)).ToList();

        Assert.Equal(Question.Names, rows.Select(row => row.Question).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((37, 2920), (AskedRow.Machines.Count(), rows.Count));
        Assert.All(AskedRow.Machines, machine => Assert.Contains(machine, Repository.MachineNames));
    }

    private static IEnumerable<(string Text, AskedRow[] Rows, IReadOnlyList<SimulatedTimeline> Steps)> Asked(
        string machine,
        string question
    )
    {
        foreach (
            var asked in AskedRow
                .Of(machine)
                .Where(row => row.Question == question)
                .GroupBy(row => (row.Mode, row.First, row.Second))
        )
        {
            var text = Mode.Applied(Imported.Text(machine), asked.Key.Mode);
            AskedRow[] rows = [.. asked];
            yield return (
                text,
                rows,
                Question.Simulated(
                    text,
                    question,
                    [.. rows.Select(row => row.Statement)],
                    asked.Key.First,
                    asked.Key.Second
                )
            );
        }
    }

    /// <summary>
    /// The row as the simulation would have it; what the kernel was not asked, or what the simulation has no word for,
    /// is kept.
    /// </summary>
    private static AskedRow AsSimulated(AskedRow row, TimelineResult step, string first)
    {
        var named = step.Operations.Select(outcome => outcome.Operation.Domain).LastOrDefault(name => name is not null);
        var domain = named is null ? null : step.End.DomainOf(named);
        var guest = row.Wbinvd == "-" ? null : step.End.GuestOf("win");
        return row with
        {
            Answer = row.Answer == "-" ? "-" : step.Operations[^1].Result,
            // A domain without a device is empty in both; the kernel's number says nothing about a page table then.
            DmaCc =
                row.DmaCc == "-" || domain?.Enforced is not { } enforced ? row.DmaCc
                : enforced ? "1"
                : "0",
            Tables = row.Tables == "-" ? "-" : domain!.HardwareDomains.ToString(CultureInfo.InvariantCulture),
            Wbinvd = guest is null
                ? "-"
                : guest.Wbinvd switch
                {
                    WbinvdMode.Emulated => "emulated",
                    WbinvdMode.Nop => "nop",
                    var other => other.ToString(),
                },
            Noncoherent =
                guest is null ? "-"
                : guest.NoncoherentDma ? "1"
                : "0",
            NoSnoop =
                row.NoSnoop == "-" ? "-"
                : step.End.DeviceOf(first).EnableNoSnoop ? "1"
                : "0",
        };
    }
}
