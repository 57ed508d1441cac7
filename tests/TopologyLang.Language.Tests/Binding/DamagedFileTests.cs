using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Binding;

/// <summary>A file on its way from one correct state to the next is bound at every key stroke.</summary>
public sealed class DamagedFileTests
{
    private static readonly string[] Words =
    [
        " igpu",
        " gfx",
        " win",
        " workstation",
        " flip",
        " unplug",
        " gpu_space",
        " =",
        " [",
        "]",
        " via",
        "\n",
        " 9",
        "}",
        " {",
        " : nvme",
        " in win",
        " no",
        " used",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_name_that_a_record_holds_is_declared(int seed)
    {
        var random = new Random(seed);
        var tree = Sample.Parse(Sample.Workstation);
        for (var i = 0; i < 600; i++)
        {
            var removed = random.Next(3) == 0 ? random.Next(12) : 0;
            var at = random.Next(tree.Text.Length - removed);
            tree = tree.WithChange(new TextChange(new TextSpan(at, removed), Words[random.Next(Words.Length)]));
            AssertClosed(Binder.Bind(Sample.Path, tree, (_, _) => null));
            tree = i % 6 == 5 ? Sample.Parse(Sample.Workstation) : tree;
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_bound()
    {
        for (var length = 0; length < Sample.Workstation.Length; length++)
        {
            AssertClosed(Sample.Bind(Sample.Workstation[..length]));
        }
    }

    private static void AssertClosed(Language.Binding.Binding binding)
    {
        var topology = binding.Topology;
        var (operations, expectations) = (
            topology.Scenarios.SelectMany(scenario => scenario.Operations).ToList(),
            topology.Expectations
        );
        var assignments = topology.Guests.SelectMany(guest => guest.Assign).ToList();
        AllIn(
            topology.Hosts.Select(host => host.Name),
            [
                .. topology.Iommus.Select(iommu => iommu.Host),
                .. topology.Devices.Select(device => device.Host),
                .. topology.Domains.Select(domain => domain.Host),
                .. topology.Guests.Select(guest => guest.Host),
                .. topology.Programs.Select(program => program.Host),
                .. operations.Select(operation => operation.Host),
            ]
        );
        AllIn(topology.Iommus.Select(iommu => iommu.Name), topology.Devices.Select(device => device.Iommu));
        AllIn(
            topology.Devices.Select(device => device.Name),
            [
                .. topology.Domains.SelectMany(domain => domain.Attach),
                .. topology.Programs.SelectMany(program => program.Devices),
                .. topology.Devices.SelectMany(device => new[] { device.Outer, device.VfOf, device.MdevOf }),
                .. assignments.Select(one => one.Device),
                .. operations.Select(operation => operation.Device),
                .. expectations.Select(expectation => expectation.Device),
            ]
        );
        AllIn(
            topology.Domains.Select(domain => domain.Name),
            [
                .. topology.Domains.Select(domain => domain.Parent),
                .. assignments.Select(one => one.Domain),
                .. operations.Select(operation => operation.Domain),
                .. expectations.Select(expectation => expectation.Domain),
            ]
        );
        AllIn(
            topology.Guests.Select(guest => guest.Name),
            [
                .. topology.Hosts.Select(host => host.InGuest),
                .. topology.Programs.Select(program => program.Guest),
                .. operations.Select(operation => operation.Guest),
                .. expectations.Select(expectation => expectation.Guest),
            ]
        );
        AllIn(
            topology.Programs.Select(program => program.Name),
            [
                .. operations.Select(operation => operation.Program),
                .. expectations.Select(expectation => expectation.Program),
            ]
        );
        AllIn(
            topology.Scenarios.Select(scenario => scenario.Name),
            expectations.Select(expectation => expectation.Scenario)
        );
        for (var i = 0; i < topology.Expectations.Length; i++)
        {
            Assert.NotEmpty(binding.ExpectationText(i));
        }

        foreach (var program in topology.Programs)
        {
            AllIn(program.Buffers.Select(buffer => buffer.Name), program.Steps.Select(step => step.Buffer));
        }
    }

    private static void AllIn(IEnumerable<string> declared, IEnumerable<string?> named) =>
        Assert.Empty(named.OfType<string>().Except(declared));
}
