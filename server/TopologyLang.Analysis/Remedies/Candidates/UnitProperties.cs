using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>What the IOMMU in front of the device can be told, and another unit in front of it.</summary>
internal sealed class UnitProperties : ICandidates
{
    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        foreach (var device in trouble.Devices)
        {
            var unit = trouble.Topology.Iommus.FirstOrDefault(unit => unit.Name == device.Iommu);
            if (unit is { Model: IommuModel.AmdVi, PageTable: AmdPageTable.V2 })
            {
                yield return trouble.Property(
                    DeclarationKind.Iommu,
                    unit.Name,
                    "page_table",
                    "v1",
                    "v1 tables force snooping for every device behind the unit, and have no PASIDs"
                );
            }

            yield return trouble
                .Topology.Iommus.Where(other =>
                    other.Host == device.Host
                    && other.Name != device.Iommu
                    && (other.SnoopControl || unit is not { SnoopControl: true })
                )
                .Select(other => Behind(trouble, device, other))
                .OfType<Candidate>();
        }
    }

    private static Candidate? Behind(Trouble trouble, Device device, Iommu other)
    {
        var symbol = trouble.Binding.Find(DeclarationKind.Device, device.Name)!;
        var clause = symbol.Declaration.Syntax.Clause("behind") ?? symbol.Declaration.Syntax.Clause("on");
        if (clause is not { Names: [var name, ..] })
        {
            return null;
        }

        var span = Language
            .Syntax.TextSpan.FromBounds(clause.Keyword.Span.Start, name.Span.End)
            .Shift(symbol.Declaration.Start);
        var edit = FileEdits.Replace(new FileSpan(symbol.Path, span), $"behind {other.Name}");
        return new Candidate(
            RemedyKind.Replace,
            [edit],
            $"other hardware: {device.Name} must be in a place that {other.Name} translates for"
        );
    }
}
