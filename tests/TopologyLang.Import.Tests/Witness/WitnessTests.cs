using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>
/// The proof: each machine is imported from what it shows of itself (never from the probe's answers), one domain is
/// added, and the analysis has to say what the real kernel said.
/// </summary>
public class WitnessTests
{
    private static readonly Dictionary<string, string> Texts = Repository.MachineNames.ToDictionary(
        name => name,
        Imported.Text,
        StringComparer.Ordinal
    );

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var row in ProbeRow.All)
        {
            rows.Add(row.Machine, row.Device, row.Mode);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_imported_machine_answers_as_the_real_one_did(string machine, string device, string mode)
    {
        var row = ProbeRow.All.Single(row => row.Machine == machine && row.Device == device && row.Mode == mode);

        var (attach, enforced, wbinvd) = Simulated(row, "vfio_type1");

        Assert.Equal(row.Attach, attach);
        Assert.Equal(row.Enforced, enforced);
        if (row.WbinvdEmulated is { } emulated)
        {
            Assert.Equal(emulated ? WbinvdMode.Emulated : WbinvdMode.Nop, wbinvd);
        }

        if (row.IommufdAttach is { } iommufd)
        {
            var (attachFile, enforcedFile, _) = Simulated(row, "iommufd");
            Assert.Equal(iommufd, attachFile);
            Assert.Equal(row.IommufdEnforced, enforcedFile);
        }
    }

    /// <summary>What the theory above compares; a table that lost its answers would make it say nothing.</summary>
    [Fact]
    public void The_table_has_every_answer_that_it_had()
    {
        Assert.Equal(171, ProbeRow.All.Count);
        Assert.Equal(
            "EINVAL 13, EPERM 23, ok 135",
            string.Join(
                ", ",
                ProbeRow
                    .All.GroupBy(row => row.Attach)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => $"{group.Key} {group.Count()}")
            )
        );
        Assert.Equal(
            (55, 80),
            (ProbeRow.All.Count(row => row.Enforced == true), ProbeRow.All.Count(row => row.Enforced == false))
        );
        Assert.Equal(
            (47, 42),
            (
                ProbeRow.All.Count(row => row.WbinvdEmulated == false),
                ProbeRow.All.Count(row => row.WbinvdEmulated == true)
            )
        );
        Assert.Equal(
            (61, 36),
            (
                ProbeRow.All.Count(row => row.IommufdAttach is not null),
                ProbeRow.All.Count(row => row.IommufdAttach == "ok")
            )
        );
    }

    [Fact]
    public void Every_machine_has_rows_and_every_row_a_machine() =>
        Assert.Equal(
            Repository.MachineNames,
            ProbeRow.All.Select(row => row.Machine).Distinct().Order(StringComparer.Ordinal)
        );

    private static (string Attach, bool? Enforced, WbinvdMode? Wbinvd) Simulated(ProbeRow row, string api)
    {
        var text = Mode.Applied(Texts[row.Machine], row.Mode);
        var name = Imported.Analysis(text).Binding.Topology.Devices.Single(device => device.Address == row.Device).Name;
        var analysis = Imported.Analysis(
            $$"""
            {{text}}
            domain space on machine { api = {{api}}  attach = [{{name}}] }
            guest win on machine { assign = [{{name}} via space] }
            """
        );
        var timeline = analysis.System.Timelines.Single(timeline => timeline.End.Index.Topology.Domains.Length > 0);
        var attach = timeline.Kernel.Operations.First(outcome => outcome.Operation.Domain == "space");
        return (attach.Result, timeline.End.DomainOf("space").Enforced, timeline.End.GuestOf("win").Wbinvd);
    }
}
