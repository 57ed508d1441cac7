using TopologyLang.Import.Facts;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>
/// Which unit stands in front of a function is known twice: from the kernel (sysfs) and from the firmware's tables. The
/// tables' decoders have to come to what the kernel made of the same tables.
/// </summary>
public class UnitOfFunctionTests
{
    public static TheoryData<string> Machines() => [.. Repository.MachineNames];

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_tables_lead_to_the_unit_that_the_kernel_has(string machine)
    {
        var evidence = Imported.Evidence(machine);

        Assert.NotEmpty(evidence.Functions);
        Assert.All(
            evidence.Functions.Where(function => function.Unit is { Value.Length: > 0 }),
            function =>
                Assert.Equal(
                    (function.Address, function.Unit!.Value),
                    (function.Address, TableUnits.Of(evidence, function.Address)?.Value)
                )
        );
    }

    [Fact]
    public void Two_SMMUs_share_the_buses()
    {
        var evidence = Imported.Evidence("arm-smmuv3x2-acpi@7.2.12");

        Assert.Equal(
            ["smmu3.0x000000000c000000", "smmu3.0x000000000c020000"],
            evidence.Functions.Select(function => TableUnits.Of(evidence, function.Address)?.Value).Distinct()
        );
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_tables_describe_each_unit_that_runs(string machine)
    {
        var evidence = Imported.Evidence(machine);
        var described = TableUnits.Of(evidence, new Pci.PciAddress(0, 0, 3, 0))?.Value;

        Assert.Equal(machine.StartsWith("x86-none", StringComparison.Ordinal), described is null);
    }
}
