using System.Text;

namespace TopologyLang.Benchmarks;

/// <summary>
/// A file of hosts with 50 declarations each, a quarter of them with an IOMMU that cannot block no-snoop, devices of
/// every kind, guests, and programs that are coherent and that are not.
/// </summary>
public static class GeneratedFile
{
    private const int PerHost = 1 + Iommus + Devices + Domains + Guests + Programs;
    private const int Iommus = 3;
    private const int Devices = 20;
    private const int Domains = 12;
    private const int Guests = 6;
    private const int Programs = 8;

    /// <param name="declarations">How many; a multiple of 50.</param>
    public static string Text(int declarations)
    {
        var text = new StringBuilder();
        for (var host = 0; host < declarations / PerHost; host++)
        {
            Host(text, host);
        }

        return text.ToString();
    }

    private static void Host(StringBuilder text, int h)
    {
        Line(text, $"host h{h} {{ arch = x86_64  vendor = intel  kernel = 6.{8 + (h % 4)}  cpus = {2 + (h % 3)} }}");
        for (var i = 0; i < Iommus; i++)
        {
            Line(
                text,
                $"iommu h{h}_iommu{i} on h{h} {{ model = intel_vtd  snoop_control = "
                    + $"{(i == 0 && h % 4 == 0 ? "no" : "yes")} }}"
            );
        }

        for (var d = 0; d < Devices; d++)
        {
            var noSnoop =
                d % 3 == 0 ? "used"
                : d % 3 == 1 ? "enabled"
                : "hardwired_zero";
            Line(text, $"device h{h}_d{d} behind h{h}_iommu{d % Iommus} {{");
            Line(text, $"  bus      = pcie 0000:{d + 1:x2}:00.0");
            Line(text, $"  no_snoop = {noSnoop}");
            Line(text, "}");
        }

        for (var s = 0; s < Domains; s++)
        {
            Line(text, $"domain h{h}_s{s} on h{h} {{ api = vfio_type1  attach = [h{h}_d{s}] }}");
        }

        for (var g = 0; g < Guests; g++)
        {
            var (one, other) = (2 * g, (2 * g) + 1);
            Line(text, $"guest h{h}_g{g} on h{h} {{");
            Line(
                text,
                $"  vmm = qemu  vcpus = 2  assign = [h{h}_d{one} via h{h}_s{one}, h{h}_d{other} via h{h}_s{other}]"
            );
            Line(text, "}");
        }

        for (var p = 0; p < Programs; p++)
        {
            var guest = p % Guests;
            Line(text, $"program h{h}_p{p} in h{h}_g{guest} using h{h}_d{2 * guest} {{");
            Line(text, "  buffer fb = 4KiB wb");
            Line(text, "  cpu 0 write fb");
            Line(text, p % 2 == 0 ? "  cpu 0 wbinvd" : "  cpu 0 fence");
            Line(text, "  dma read fb no_snoop");
            Line(text, "}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
