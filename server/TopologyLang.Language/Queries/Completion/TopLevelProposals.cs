using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The keywords that start a declaration, each with a skeleton that already names what the file has.</summary>
internal static class TopLevelProposals
{
    private const int MostChoices = 20;

    public static IEnumerable<Proposal> Of(Binding.Binding binding) =>
        Keywords.Declarations.Select(keyword => new Proposal(
            keyword,
            ProposalKind.Keyword,
            new ProposalTopic(keyword, "")
        )
        {
            Snippet = Skeleton(binding, keyword),
        });

    private static string? Skeleton(Binding.Binding binding, string keyword)
    {
        string Choice(int place, DeclarationKind kind, string otherwise) => Pick(binding, place, kind, otherwise);
        return keyword switch
        {
            "import" => "import \"$1\"",
            "host" => "host ${1:name} {\n  kernel = ${2:"
                + Simulation.Topology.KernelVersions.NewestKnown
                + "}\n  $0\n}",
            "iommu" => $"iommu ${{1:name}} on {Choice(2, DeclarationKind.Host, "host")} {{\n  $0\n}}",
            "device" => $"device ${{1:name}} behind {Choice(2, DeclarationKind.Iommu, "iommu")} {{\n  bus = pcie "
                + $"${{3:{FreeAddress.Of(binding)}}}\n  $0\n}}",
            "domain" => $"domain ${{1:name}} on {Choice(2, DeclarationKind.Host, "host")} {{\n  api    = "
                + "${3|vfio_type1,iommufd,dma_api,identity|}\n"
                + $"  attach = [{Choice(4, DeclarationKind.Device, "device")}]\n}}",
            "guest" => $"guest ${{1:name}} on {Choice(2, DeclarationKind.Host, "host")} {{\n"
                + $"  assign = [{Choice(3, DeclarationKind.Device, "device")} via "
                + $"{Choice(4, DeclarationKind.Domain, "domain")}]\n}}",
            "program" => $"program ${{1:name}} in {Choice(2, DeclarationKind.Guest, "guest")} using "
                + $"{Choice(3, DeclarationKind.Device, "device")} {{\n"
                + "  buffer ${4:data} = 4KiB wb\n  cpu 0 write ${4:data}\n  $0\n  dma read ${4:data}\n}",
            "scenario" => "scenario ${1:name} {\n  $0\n}",
            "template" => "template ${1:name} : ${2|host,iommu,device,domain,guest|} {\n  $0\n}",
            _ => null,
        };
    }

    private static string Pick(Binding.Binding binding, int place, DeclarationKind kind, string otherwise)
    {
        var names = NameProposals.Of(binding, kind).Select(proposal => proposal.Label).Take(MostChoices).ToList();
        return names.Count == 0 ? $"${{{place}:{otherwise}}}" : $"${{{place}|{string.Join(',', names)}|}}";
    }
}
