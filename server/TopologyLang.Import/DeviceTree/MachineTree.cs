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
public sealed record PlacedNode(DeviceTreeNode Node, Read<bool>? Coherent, int Earlier)
{
    /// <summary>A node of the type pci is above it.</summary>
    public bool IsBelowPci { get; init; }

    public bool IsPci => Node.Strings("device_type").Contains("pci");
}

/// <summary>What a device tree says about IOMMUs and who is behind them.</summary>
public sealed record MachineTree(ImmutableArray<PlacedNode> Nodes)
{
    private const string UnitMark = "#iommu-cells";

    public static MachineTree Of(DeviceTreeNode root)
    {
        var nodes = ImmutableArray.CreateBuilder<PlacedNode>();
        Add(nodes, new PlacedNode(root, null, 0), []);
        return new MachineTree(nodes.ToImmutable());
    }

    /// <summary>IOMMUs with the model that the language has for them.</summary>
    public IEnumerable<(PlacedNode Unit, string Model)> Units =>
        Nodes
            .Where(placed => placed.Node.Has(UnitMark))
            .Select(placed => (placed, IommuCompatibles.ModelOf(placed.Node)));

    /// <summary>Devices that are no PCI host and name an IOMMU.</summary>
    public IEnumerable<(PlacedNode Device, PlacedNode Unit)> Masters =>
        Nodes
            .Select(placed => (placed, Unit: placed.Node.Cells("iommus") is [var handle, ..] ? ByHandle(handle) : null))
            .Where(pair => pair.Unit is not null)
            .Select(pair => (pair.placed, pair.Unit!));

    /// <summary>
    /// Host bridges: a node of the type pci below another such node is a bridge or a root port of that one. Without
    /// <c>bus-range</c> Linux takes all buses (drivers/pci/of.c:devm_of_pci_get_host_bridge_resources).
    /// </summary>
    public IEnumerable<PlacedNode> PciHosts => Nodes.Where(placed => placed is { IsPci: true, IsBelowPci: false });

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

    /// <summary>Of its CPUs; null where their nodes do not tell.</summary>
    public Read<string>? Architecture => CpuNodes.Architecture(Nodes.Select(placed => placed.Node));

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

    /// <param name="above">The node above, or the root itself.</param>
    private static void Add(
        ImmutableArray<PlacedNode>.Builder nodes,
        PlacedNode above,
        Dictionary<string, int> units,
        DeviceTreeNode? child = null
    )
    {
        var node = child ?? above.Node;
        if (!IsAvailable(node))
        {
            return;
        }

        var coherent =
            node.Has("dma-coherent") ? new Read<bool>(true, $"{node.From} ({node.Name}: dma-coherent)")
            : node.Has("dma-noncoherent") ? new Read<bool>(false, $"{node.From} ({node.Name}: dma-noncoherent)")
            : above.Coherent;
        var placed = new PlacedNode(node, coherent, node.Has(UnitMark) ? Earlier(units, node) : 0)
        {
            IsBelowPci = child is not null && (above.IsPci || above.IsBelowPci),
        };
        nodes.Add(placed);
        foreach (var below in node.Children)
        {
            Add(nodes, placed, units, below);
        }
    }

    /// <summary>
    /// Linux makes no device of a node that is not, nor of those below it. Source: drivers/of/base.c:
    /// __of_device_is_available; Devicetree specification 0.4, 2.3.4 (status).
    /// </summary>
    private static bool IsAvailable(DeviceTreeNode node) =>
        node.Strings("status") is not [var status, ..] || status is "okay" or "ok";

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
