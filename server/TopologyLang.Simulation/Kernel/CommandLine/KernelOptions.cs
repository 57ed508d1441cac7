using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.CommandLine;

/// <summary>
/// What a host's kernel was told about IOMMUs, read as the kernel reads it: of two words about the same the later one
/// counts. Sources: arch/x86/kernel/pci-dma.c:iommu_setup, drivers/iommu/iommu.c:iommu_set_def_domain_type,
/// drivers/iommu/intel/iommu.c:intel_iommu_setup, drivers/iommu/amd/init.c:parse_amd_iommu_options.
/// </summary>
internal sealed record KernelOptions
{
    /// <summary>
    /// Default domains are identity domains where nothing else decides; null: nothing was said, and they are not.
    /// </summary>
    public bool? Passthrough { get; private init; }

    /// <summary><c>iommu=off</c>, which no later word takes back: no unit is used.</summary>
    public bool NoIommu { get; private init; }

    /// <summary>VT-d's driver uses no unit.</summary>
    public bool IntelOff { get; private init; }

    public bool AmdOff { get; private init; }

    /// <summary>A unit with graphics alone behind it is not used (<c>igfx_off</c>).</summary>
    public bool GraphicsUnitOff { get; private init; }

    /// <summary>Debian's patch: integrated graphics is translated; null: nothing was said.</summary>
    public bool? MapsIntegratedGraphics { get; private init; }

    /// <summary><c>swiotlb=force</c>, which <c>noforce</c> takes back (kernel/dma/swiotlb.c:setup_io_tlb_npages).</summary>
    public bool BouncesAll { get; private init; }

    public static KernelOptions Of(Host host)
    {
        var options = new KernelOptions();
        foreach (var word in (host.KernelOptions ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                options = word[..equals].Replace('-', '_') switch
                {
                    "iommu" when host.Architecture == Architecture.X86_64 => Fold(
                        options,
                        word[(equals + 1)..],
                        Generic
                    ),
                    "iommu.passthrough" => options with
                    {
                        Passthrough = IsYes(word[(equals + 1)..]) ?? options.Passthrough,
                    },
                    "swiotlb" => Fold(options, word[(equals + 1)..], Bounces),
                    "intel_iommu" => Fold(options, word[(equals + 1)..], Intel),
                    "amd_iommu" => Fold(options, word[(equals + 1)..], Amd),
                    _ => options,
                };
            }
        }

        return options;
    }

    private static KernelOptions Fold(
        KernelOptions options,
        string list,
        Func<KernelOptions, string, KernelOptions> read
    ) => list.Split(',').Aggregate(options, read);

    private static KernelOptions Generic(KernelOptions options, string word) =>
        word switch
        {
            "pt" => options with { Passthrough = true },
            "nopt" => options with { Passthrough = false },
            "off" => options with { NoIommu = true },
            _ => options,
        };

    private static KernelOptions Intel(KernelOptions options, string word) =>
        word switch
        {
            "on" => options with { IntelOff = false, MapsIntegratedGraphics = true },
            "off" => options with { IntelOff = true },
            "igfx_off" => options with { GraphicsUnitOff = true },
            "intgpu_off" => options with { MapsIntegratedGraphics = false },
            _ => options,
        };

    private static KernelOptions Bounces(KernelOptions options, string word) =>
        word switch
        {
            "force" => options with { BouncesAll = true },
            "noforce" => options with { BouncesAll = false },
            _ => options,
        };

    private static KernelOptions Amd(KernelOptions options, string word) =>
        word == "off" ? options with { AmdOff = true } : options;

    /// <summary>lib/kstrtox.c:kstrtobool goes by the first letters.</summary>
    private static bool? IsYes(string value) =>
        value switch
        {
            ['1' or 'y' or 'Y' or 't' or 'T', ..] => true,
            ['0' or 'n' or 'N' or 'f' or 'F', ..] => false,
            ['o' or 'O', 'n' or 'N', ..] => true,
            ['o' or 'O', 'f' or 'F', ..] => false,
            _ => null,
        };
}
