using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Analyses;

/// <summary>
/// Analyses a small machine, and edits it, while the client and the server still shake hands. Most of the time of a
/// first analysis goes into compiling code that is generic over the runtime's own collections, which cannot be compiled
/// ahead; so it is done by then.
/// </summary>
public static class Warmup
{
    private const string Path = "/warmup.topo";

    private const string Machine = """
        /// One of everything.
        host h { arch = x86_64  vendor = intel  kernel = 6.8  cpus = 2 }
        iommu i on h { model = intel_vtd  snoop_control = no }
        device a behind i { bus = pcie 0000:00:02.0  no_snoop = used }
        device b behind i { bus = pcie 0000:00:03.0  no_snoop = hardwired_zero }
        domain s on h { api = vfio_type1  attach = [a] }
        guest g on h { vmm = qemu  vcpus = 2  assign = [a via s, b via s] }
        program p in g using a {
          buffer f = 4KiB wb
          cpu 0 write f
          cpu 0 fence
          dma read f no_snoop
          dma write f
          cpu 0 read f
        }
        host other { }

        """;

    private const string Scenario = """
        scenario t { attach a to s
          kvm add a to g
          run p
        }
        expect a in box 3
        expect p stale

        """;

    public static void Run(AnalysisCalls calls, CancellationToken cancellation)
    {
        try
        {
            var tree = SyntaxTree.Parse(SourceText.From(Machine), cancellation);
            calls.Find(Path, tree, cancellation);
            calls.Find(Path, tree.WithChange(new TextChange(new TextSpan(0, 0), "\n")), cancellation);
            calls.Analyze(
                Binder.Bind(
                    Path,
                    SyntaxTree.Parse(SourceText.From(Machine + Scenario), cancellation),
                    (_, _) => null,
                    cancellation: cancellation
                ),
                cancellation
            );
        }
#pragma warning disable CA1031 // What is wrong will come up again where it can be told: at a file of the client's.
        catch (Exception)
#pragma warning restore CA1031
        { }
    }
}
