using TopologyLang.Import.Binary;

namespace TopologyLang.Import.Pci;

/// <summary>
/// Where the virtual functions of a physical one stand: the first at an offset in requester IDs, the next each a stride
/// further. Source: PCI Express base specification 9.3.3 (SR-IOV extended capability: NumVFs at 10h, First VF Offset at
/// 14h, VF Stride at 16h).
/// </summary>
/// <param name="From">Where it was read.</param>
public sealed record VirtualFunctions(int Count, int Offset, int Stride, string From)
{
    private const int ControlRegister = 0x08;
    private const int EnableVirtualFunctions = 1;

    internal static VirtualFunctions Decode(ByteView config, int at) =>
        new(
            (config.U16(at + ControlRegister) & EnableVirtualFunctions) != 0 ? config.U16(at + 0x10) : 0,
            config.U16(at + 0x14),
            config.U16(at + 0x16),
            config.Place(at + 0x10)
        );

    public bool Contains(PciAddress physical, PciAddress function)
    {
        var distance = function.RequesterId - physical.RequesterId - Offset;
        return function.Segment == physical.Segment
            && distance >= 0
            && (Stride == 0 ? distance == 0 && Count > 0 : distance % Stride == 0 && distance / Stride < Count);
    }
}
