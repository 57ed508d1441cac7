using System.Text;

namespace TopologyLang.Benchmarks;

/// <summary>A fleet of alike but not equal hosts: of each 100 devices and 10 programs.</summary>
public static class FleetFile
{
    public const int Hosts = 1000;
    public const int Devices = 100;
    public const int Programs = 10;

    /// <summary>A file has at most 100,000 declarations, so the fleet is in several.</summary>
    public const int Files = 10;

    public static string Text(int file)
    {
        var text = new StringBuilder();
        for (var host = file * Hosts / Files; host < (file + 1) * Hosts / Files; host++)
        {
            Host(text, host);
        }

        return text.ToString();
    }

    private static void Host(StringBuilder text, int h)
    {
        Line(
            text,
            $"host h{h} {{ kernel = 6.{8 + (h % 8)}  cpus = {2 + (h % 6)}  vendor = {(h % 3 == 0 ? "amd" : "intel")} }}"
        );
        Line(text, $"iommu h{h}_u0 on h{h} {{ model = {(h % 3 == 0 ? "amd_vi" : "intel_vtd  snoop_control = no")} }}");
        Line(text, $"iommu h{h}_u1 on h{h} {{ model = {(h % 3 == 0 ? "amd_vi" : "intel_vtd")} }}");
        for (var d = 0; d < Devices; d++)
        {
            var noSnoop = (d % 4) switch
            {
                0 => "used",
                1 => "enabled",
                2 => "disabled",
                _ => "hardwired_zero",
            };
            Line(
                text,
                $"device h{h}_d{d} behind h{h}_u{d % 2} {{ bus = pcie 0000:{d + 1:x2}:00.0  no_snoop = {noSnoop} }}"
            );
        }

        Line(text, $"domain h{h}_s on h{h} {{ api = vfio_type1  attach = [h{h}_d0] }}");
        Line(text, $"guest h{h}_g on h{h} {{ vmm = qemu  vcpus = 2  assign = [h{h}_d0 via h{h}_s] }}");
        for (var p = 0; p < Programs; p++)
        {
            Program(text, h, p);
        }
    }

    /// <summary>Some in the guest and some on the host; some with enough cache maintenance and some without.</summary>
    private static void Program(StringBuilder text, int h, int p)
    {
        Line(
            text,
            p == 0
                ? $"program h{h}_p{p} in h{h}_g using h{h}_d0 {{"
                : $"program h{h}_p{p} on h{h} using h{h}_d{p * 4} {{"
        );
        Line(text, "  buffer b = 4KiB wb");
        for (var writes = 0; writes <= p % 5; writes++)
        {
            Line(text, $"  cpu {writes % 2} write b");
        }

        Line(text, (p + h) % 10 == 9 ? "  cpu 0 fence" : "  cpu 0 clflush b");
        Line(text, "  dma read b no_snoop");
        Line(text, "}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
