namespace TopologyLang.Server.Tests;

/// <summary>Small files that the tests share.</summary>
public static class Texts
{
    /// <summary>VFIO flushes what it maps, so that the leak checks have nothing to say.</summary>
    public const string Machine = """
        host h { vendor = intel  vfio_flush = yes }
        iommu gfx on h { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        domain s on h { api = vfio_type1  attach = [igpu] }
        guest win on h { vmm = qemu  assign = [igpu via s] }

        """;

    /// <summary>The device reads past the cache that the CPU wrote to: <c>TOPO4001</c>, and nothing else.</summary>
    public const string Stale =
        Machine
        + """
            program flip in win using igpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              dma read fb no_snoop
            }

            """;

    /// <summary>The same with what mends it: no findings.</summary>
    public const string Coherent =
        Machine
        + """
            program flip in win using igpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              cpu 0 wbinvd
              dma read fb no_snoop
            }

            """;

    public const string StaleCode = "TOPO4001";

    /// <summary>A declaration of a kind that there is not: one syntax error, of code <see cref="Misspelt"/>.</summary>
    public const string MisspeltKeyword = "hosst x { }\n";

    public const string Misspelt = "TOPO1006";
}
