using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests;

/// <summary>Texts that several tests use.</summary>
internal static class Sample
{
    public const string Path = "a.topo";

    /// <summary>The example of the language's reference, without its import.</summary>
    public const string Workstation = """
        // line comment        /* block comment */        /// doc comment: shown on hover of what follows

        host workstation {
          arch     = x86_64          // x86_64 | arm64 | riscv64 | s390x | ppc64
          vendor   = intel           // intel | amd | arm | ...
          kernel   = 6.8             // Linux version whose behaviour is simulated
          cpus     = 4
          firmware = acpi            // acpi | devicetree
        }

        iommu gfx on workstation {
          model         = intel_vtd
          snoop_control = no         // ECAP.SC
          coherent_walk = yes        // ECAP.C
        }
        iommu main on workstation { model = intel_vtd  snoop_control = yes }

        device igpu behind gfx {
          bus      = pcie 0000:00:02.0
          no_snoop = used            // hardwired_zero | disabled | enabled (the reset value, and the default) | used
          driver   = i915
        }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = hardwired_zero }
        device uart on workstation { bus = platform  dma_coherent = no }   // no IOMMU in front of it

        domain gpu_space on workstation {
          api    = vfio_type1        // dma_api | identity | vfio_type1 | iommufd | sva | blocked
          attach = [igpu]            // several: in this order
        }

        guest win on workstation {
          vmm    = qemu
          vcpus  = 2
          assign = [igpu via gpu_space]
          kvm_vfio = yes             // the VMM registers the devices with KVM (its kvm-vfio device)
        }

        /// What a driver does with one buffer, in program order: in a guest, or `on workstation` for the host's own driver.
        program flip in win using igpu {
          buffer fb = 4KiB wb        // CPU mapping: wb | wt | wc | uc | normal_nc | device
          cpu 0 write fb
          cpu 0 wbinvd
          dma read fb no_snoop
        }

        /// What happens over time. Without a scenario, everything declared is set up once, in file order.
        scenario unplug {
          attach igpu to gpu_space
          kvm add igpu to win
          run flip                   // run 0: coherent, KVM emulates wbinvd
          kvm remove igpu from win
          run flip                   // run 1: stale, wbinvd is a no-op again
        }

        expect igpu in box 3
        expect attach igpu to gpu_space ok          // or: ... fails EINVAL
        expect gpu_space enforced no
        expect unplug run 0 coherent
        expect unplug run 1 stale device_reads_stale
        """;

    public static SyntaxTree Parse(string text) => SyntaxTree.Parse(SourceText.From(text));

    public static Language.Binding.Binding Bind(string text) => Binder.Bind(Path, Parse(text), (_, _) => null);
}
