using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class NestedTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Func<Iommu, Iommu> Nests =>
        unit => unit with { ScalableMode = true, FirstStage = true, SecondStage = true, Nested = true };

    private static Machine Vtd(string kernel, bool sc = true) =>
        Intel(kernel).Vtd("unit", sc, Nests).Device("nic", "unit").Domain("memory", DomainApi.Iommufd);

    private static Machine Behind(IommuModel model) =>
        (
            model switch
            {
                IommuModel.ArmSmmuV2 => Arm("7.2"),
                IommuModel.AmdVi => Amd("7.2"),
                _ => Intel("7.2", host => host with { MsiIsolation = true }),
            }
        )
            .Unit(
                new Iommu
                {
                    Name = "unit",
                    Host = "host",
                    Model = model,
                }
            )
            .Device("nic", "unit")
            .Domain("memory", DomainApi.Iommufd);

    [Theory]
    [InlineData("6.1", "ENOENT")]
    [InlineData("6.2", "ENOTTY")]
    [InlineData("6.5", "ENOTTY")]
    [InlineData("6.6", "EOPNOTSUPP")]
    [InlineData("6.7", Ok)]
    [InlineData("6.13", Ok)]
    [InlineData("7.2", Ok)]
    public void Vtd_nests_since_6_7(string kernel, string result) =>
        Assert.Equal([result], Vtd(kernel).Nested("nested", "memory", "nic").Results());

    public static TheoryData<string, Func<Iommu, Iommu>> Lacking =>
        new()
        {
            { "scalable mode", unit => unit with { ScalableMode = false } },
            { "ECAP.NEST", unit => unit with { Nested = false } },
            { "a second stage", unit => unit with { SecondStage = false } },
        };

    [Theory]
    [MemberData(nameof(Lacking))]
    public void Vtd_needs_a_unit_that_can(string what, Func<Iommu, Iommu> without)
    {
        var result = Intel("7.2")
            .Vtd("unit", true, u => without(Nests(u)))
            .Device("nic", "unit")
            .Domain("memory", DomainApi.Iommufd)
            .Nested("nested", "memory", "nic")
            .Run();

        Assert.Equal(("EOPNOTSUPP", what), (result.Operations[0].Result, what));
    }

    [Theory]
    [InlineData(IommuModel.AmdVi, "EOPNOTSUPP")]
    [InlineData(IommuModel.ArmSmmuV2, "EOPNOTSUPP")]
    [InlineData(IommuModel.Virtio, "EOPNOTSUPP")]
    public void Nobody_else_nests(IommuModel model, string result) =>
        Assert.Equal([result], Behind(model).Nested("nested", "memory", "nic").Results());

    /// <summary>The parent decides: PGSNP stands in the nested PASID entry exactly if it forces snooping.</summary>
    [Theory]
    [InlineData(true, 1, Snooped.Yes)]
    [InlineData(false, 3, Snooped.No)]
    public void The_parent_decides_about_no_snoop(bool sc, int box, Snooped noSnoop)
    {
        var machine = Vtd("6.17", sc)
            .Nested("nested", "memory", "nic")
            .Guest("vm", "nested", "nic")
            .Program("p", "vm", "nic");
        var timeline = machine.Run();
        var path = ProgramPaths.Of(machine.Topology, timeline.Runs[0].State, machine.Topology.Programs[0]).Devices[0];

        Assert.Equal((Snooped.Yes, noSnoop), (path.Ordinary, path.NoSnoop));
        Assert.Equal(box, CoherenceBoxes.Of(machine.Topology, timeline.End, "nic").Box);
        Assert.Equal(sc, timeline.End.DomainOf("nested").Enforced);
        Assert.True(timeline.End.GuestOf("vm").NoncoherentDma == !sc);
    }

    /// <summary>
    /// A parent made for a device with snoop control takes no device without; one made without it takes both, and
    /// blocks nothing.
    /// </summary>
    [Theory]
    [InlineData("with", "without", 2, 1)]
    [InlineData("without", "with", 1, 3)]
    public void Devices_share_a_parent_that_takes_them(string first, string second, int tables, int boxWithSnoopControl)
    {
        var machine = Intel("6.17")
            .Vtd("sc", true, Nests)
            .Vtd("no_sc", false, Nests)
            .Device("with", "sc")
            .Device("without", "no_sc")
            .Domain("memory", DomainApi.Iommufd)
            .Nested("nested", "memory", first, second);
        var end = machine.Run().End;

        Assert.Equal(tables, end.DomainOf("nested").HardwareDomains);
        Assert.Equal(boxWithSnoopControl, CoherenceBoxes.Of(machine.Topology, end, "with").Box);
        Assert.Equal(3, CoherenceBoxes.Of(machine.Topology, end, "without").Box);
    }

    [Fact]
    public void A_parent_maps_and_a_nested_domain_does_not()
    {
        var machine = Vtd("6.17")
            .Nested("nested", "memory")
            .Scenario(Attach("nic", "nested"), Map("nested"), Unmap("nested"), Unmap("memory"));

        Assert.Equal([Ok, "ENOENT", "ENOENT", Ok], machine.Results());
    }

    [Fact]
    public void The_parent_is_an_IOAS_that_is_not_nested_itself()
    {
        var machine = Vtd("6.17")
            .Domain("container", DomainApi.VfioType1)
            .Nested("nested", "memory")
            .Nested("deeper", "nested")
            .Nested("other", "container")
            .Scenario(Attach("nic", "deeper"), Attach("nic", "other"), Attach("nic", "nested"));

        Assert.Equal(["EINVAL", "EINVAL", Ok], machine.Results());
    }

    [Fact]
    public void Only_iommufd_makes_nested_domains() =>
        Assert.Equal(
            ["EINVAL"],
            Vtd("6.17")
                .Domain(
                    new Domain
                    {
                        Name = "nested",
                        Host = "host",
                        Api = DomainApi.VfioType1,
                        Parent = "memory",
                        Attach = ["nic"],
                    }
                )
                .Results()
        );
}
