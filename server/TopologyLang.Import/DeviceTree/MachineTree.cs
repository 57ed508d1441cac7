using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.DeviceTree;

/// <summary>A node with what it inherits.</summary>
/// <param name="Coherent">
/// <c>dma-coherent</c> or <c>dma-noncoherent</c> at the node or the nearest one above; null: none says so, and the
/// architecture's default holds. Source: Linux drivers/of/address.c:of_dma_is_coherent.
/// </param>
/// <param name="Earlier">
/// Of an IOMMU: how many others before it in the tree have its unit address. An address is one of its bus, so units of
/// two buses may share it.
/// </param>
public sealed record PlacedNode(DeviceTreeNode Node, Read<bool>? Coherent, int Earlier);

/// <summary>What a device tree says about IOMMUs and who is behind them.</summary>
public sealed record MachineTree(ImmutableArray<PlacedNode> Nodes)
{
    private const string UnitMark = "#iommu-cells";

    /// <summary>Compatible strings of IOMMUs that the language has a model for.</summary>
    private static readonly ImmutableArray<(string Compatible, string Model)> Models =
    [
        ("arm,smmu-v3", "arm_smmu_v3"),
        ("arm,smmu-v2", "arm_smmu_v2"),
        ("arm,smmu-v1", "arm_smmu_v2"),
        ("arm,mmu-500", "arm_smmu_v2"),
        ("virtio,pci-iommu", "virtio"),
        ("riscv,iommu", "riscv"),
        ("riscv,pci-iommu", "riscv"),
        ("rockchip,iommu", "rockchip"),
        ("apple,t8103-dart", "apple_dart"),
    ];

    public static MachineTree Of(DeviceTreeNode root)
    {
        var nodes = ImmutableArray.CreateBuilder<PlacedNode>();
        Add(nodes, root, null, []);
        return new MachineTree(nodes.ToImmutable());
    }

    /// <summary>IOMMUs with the model that the language has for them; null where it has none.</summary>
    public IEnumerable<(PlacedNode Unit, string? Model)> Units =>
        Nodes
            .Where(placed => placed.Node.Has(UnitMark))
            .Select(placed =>
                (placed, (string?)Models.FirstOrDefault(model => placed.Node.IsCompatible(model.Compatible)).Model)
            );

    /// <summary>Devices that are no PCI host and name an IOMMU.</summary>
    public IEnumerable<(PlacedNode Device, PlacedNode Unit)> Masters =>
        Nodes
            .Select(placed => (placed, Unit: placed.Node.Cells("iommus") is [var handle, ..] ? ByHandle(handle) : null))
            .Where(pair => pair.Unit is not null)
            .Select(pair => (pair.placed, pair.Unit!));

    public IEnumerable<PlacedNode> PciHosts =>
        Nodes.Where(placed => placed.Node.Strings("device_type").Contains("pci") && placed.Node.Has("bus-range"));

    /// <summary>
    /// The host of a segment: by <c>linux,pci-domain</c>, else in the order of the tree, as Linux counts them.
    /// </summary>
    public PlacedNode? PciHost(int segment)
    {
        ImmutableArray<PlacedNode> hosts = [.. PciHosts];
        return hosts.FirstOrDefault(host =>
                host.Node.Cells("linux,pci-domain") is [var number, ..] && number == segment
            )
            ?? (
                segment < hosts.Length && hosts.All(host => !host.Node.Has("linux,pci-domain")) ? hosts[segment] : null
            );
    }

    /// <summary>
    /// The IOMMU of a PCI function by its host's <c>iommu-map</c>: (first requester ID, IOMMU, first stream ID, how
    /// many)*. Source: Devicetree schema pci-iommu; Linux drivers/of/base.c:of_map_id.
    /// </summary>
    public PlacedNode? UnitOf(PciAddress function)
    {
        if (PciHost(function.Segment) is not { } host)
        {
            return null;
        }

        var mask = host.Node.Cells("iommu-map-mask") is [var given, ..] ? given : 0xffffffff;
        var id = (uint)function.RequesterId & mask;
        var map = host.Node.Cells("iommu-map");
        for (var at = 0; at + 3 < map.Length; at += 4)
        {
            if (id >= map[at] && id - map[at] < map[at + 3])
            {
                return ByHandle(map[at + 1]);
            }
        }

        return null;
    }

    /// <summary>Null: the tree has no interrupt controller of Arm's GICv3.</summary>
    public Read<bool>? Its =>
        Nodes.FirstOrDefault(placed => placed.Node.IsCompatible("arm,gic-v3-its")) is { } its
            ? new Read<bool>(true, its.Node.From)
        : Nodes.FirstOrDefault(placed =>
            placed
                .Node.Strings("compatible")
                .Any(name => name.StartsWith("arm,gic", StringComparison.Ordinal) || name == "arm,cortex-a15-gic")
        )
            is { } gic
            ? new Read<bool>(false, gic.Node.From)
        : null;

    private static void Add(
        ImmutableArray<PlacedNode>.Builder nodes,
        DeviceTreeNode node,
        Read<bool>? inherited,
        Dictionary<string, int> units
    )
    {
        var coherent =
            node.Has("dma-coherent") ? new Read<bool>(true, $"{node.From} ({node.Name}: dma-coherent)")
            : node.Has("dma-noncoherent") ? new Read<bool>(false, $"{node.From} ({node.Name}: dma-noncoherent)")
            : inherited;
        nodes.Add(new PlacedNode(node, coherent, node.Has(UnitMark) ? Earlier(units, node) : 0));
        foreach (var child in node.Children)
        {
            Add(nodes, child, coherent, units);
        }
    }

    private static int Earlier(Dictionary<string, int> units, DeviceTreeNode node)
    {
        var key = Address(node)?.ToString(CultureInfo.InvariantCulture) ?? node.Name;
        var earlier = units.GetValueOrDefault(key);
        units[key] = earlier + 1;
        return earlier;
    }

    private static ulong? Address(DeviceTreeNode node) =>
        ulong.TryParse(node.UnitAddress, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var at) ? at : null;

    /// <summary>The node that is a platform device of this name; null where there is none, or more than one.</summary>
    public PlacedNode? Platform(string name) => Only(Nodes.Where(placed => placed.Node.PlatformName == name));

    private static PlacedNode? Only(IEnumerable<PlacedNode> nodes) => nodes.Take(2).ToArray() is [var one] ? one : null;

    private PlacedNode? ByHandle(uint handle) => Nodes.FirstOrDefault(placed => placed.Node.Phandle == handle);

    /// <summary>
    /// The unit whose registers are at an address that sysfs writes as <c>smmu3.0x0000000009050000</c>; null where two
    /// buses have such a unit, since which of them it is was not seen.
    /// </summary>
    public PlacedNode? UnitAt(ulong address) =>
        Only(Nodes.Where(placed => placed.Node.Has(UnitMark) && Address(placed.Node) == address));
}
