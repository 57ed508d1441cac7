using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Queries;

/// <summary>A text with a cursor, written <c>¦</c>.</summary>
internal sealed record Cursor(string Text, int Offset)
{
    /// <summary>One of everything.</summary>
    public const string Machine = """
        host desk { kernel = 6.8  cpus = 4 }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        device nic behind gfx { bus = pcie 0000:01:00.0 }
        domain space on desk { api = vfio_type1  attach = [igpu] }
        guest vm on desk { vcpus = 2  assign = [igpu via space] }
        program flip in vm using igpu {
          buffer fb = 4KiB wb
          cpu 0 write fb
          dma read fb no_snoop
        }
        scenario day {
          attach igpu to space
          run flip
        }

        """;

    public static Cursor Parse(string marked)
    {
        var offset = marked.IndexOf('¦', StringComparison.Ordinal);
        return new Cursor(marked.Remove(offset, 1), offset);
    }

    public SyntaxTree Tree => SyntaxTree.Parse(SourceText.From(Text));

    public Language.Binding.Binding Bind() => Binder.Bind("a.topo", Tree, (_, _) => null);
}
