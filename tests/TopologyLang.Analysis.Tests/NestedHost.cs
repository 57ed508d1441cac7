namespace TopologyLang.Analysis.Tests;

/// <summary>A host in a guest (L1) that gives its device on to a guest of its own (L2).</summary>
internal static class NestedHost
{
    public static string Nested(
        string more,
        string metal = "kernel = 6.12",
        string unit = "snoop_control = no",
        string inner = "kernel = 6.12",
        string viommu = "intel_vtd",
        string l1 = "",
        string l2 = ""
    ) =>
        $$"""
            host metal { cpus = 2  {{metal}} }
            iommu real on metal { {{unit}} }
            device gpu behind real { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on metal { api = vfio_type1  attach = [gpu] }
            guest l1 on metal { viommu = {{viommu}}  vcpus = 2  assign = [gpu via space]  {{l1}} }
            host inner in l1 { {{inner}} }
            iommu virtual on inner { model = {{viommu}} }
            device inner_gpu behind virtual { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu }
            domain inner_space on inner { api = vfio_type1  attach = [inner_gpu] }
            guest l2 on inner { assign = [inner_gpu via inner_space]  {{l2}} }
            program flip in l2 using inner_gpu {
              buffer b = 4KiB wb
              cpu 0 write b
              cpu 0 wbinvd
              dma read b no_snoop
            }
            {{more}}
            """;
}
