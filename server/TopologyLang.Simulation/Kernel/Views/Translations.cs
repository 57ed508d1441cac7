using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Kernel.Iommufd;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Sva;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Views;

/// <summary>The page table that a device is behind, from where it is attached.</summary>
internal static class Translations
{
    /// <summary>
    /// Since then a page table forces snooping only where somebody asks for it (enforce_cache_coherency()).
    /// </summary>
    private static readonly KernelVersion EnforcementIsAsked = new(5, 19);

    public static (Translation Translation, ImmutableArray<Reason> Chain) Of(KernelState state, string name)
    {
        var device = state.Index.Device(name);
        var own = OfOwnHost(state, device);
        return device.Outer is not { } outer || own.Translation is Translation.Unknown or Translation.Blocked
            ? own
            : InnerDevice.Compose(device, state.Index.Device(outer), own.Chain, Of(state, outer));
    }

    /// <summary>As the kernel of the device's host has it; a host in a guest knows the virtual IOMMU only.</summary>
    private static (Translation Translation, ImmutableArray<Reason> Chain) OfOwnHost(KernelState state, Device device)
    {
        var name = device.Name;
        var place = state.Devices[name];
        if ((place.Unknown ?? Scope.Outside(state.Index, device)) is { } why)
        {
            return (new Translation.Unknown(why), [why]);
        }

        if (device.MdevOf is { } parent)
        {
            return Of(state, parent);
        }

        if (UnitContext.Of(state.Index, device) is not { } unit)
        {
            return (
                new Translation.None(),
                [
                    Remapping.WhyUnused(state.Index.Declared, device) is { } unused
                        ? unused with
                        {
                            Text =
                                $"{unused.Text}: no IOMMU is in use in front of {name}, and its requests reach memory "
                                + "untranslated",
                        }
                        : new Reason($"no IOMMU is in front of {name}: its requests reach memory untranslated"),
                ]
            );
        }

        if (place.Domain is not { } domainName)
        {
            if (DefaultType.IsIdentity(state.Index, unit) is { } identity)
            {
                return (new Translation.Identity(unit.Unit.Model, unit.Unit.ScalableMode), [identity]);
            }

            return InDefaultDomain(unit, $"{name} is in its default domain, which the DMA API uses");
        }

        var domain = state.Index.Domain(domainName);
        return domain.Api switch
        {
            DomainApi.DmaApi => InDefaultDomain(unit, $"{name} is in {domainName}, a domain of the DMA API"),
            DomainApi.Identity when MissingIdentity.Of(unit) is { } missing => InDefaultDomain(
                unit,
                $"{name} is in {domainName}, for which there is no identity domain: {missing.Reason.Text}"
            ),
            DomainApi.Identity => (
                new Translation.Identity(unit.Unit.Model, unit.Unit.ScalableMode),
                [
                    new Reason(
                        $"{name} is in {domainName}: an identity domain, so there is no page table that could block "
                            + "no-snoop"
                    ),
                ]
            ),
            DomainApi.Blocked => (
                new Translation.Blocked(),
                [new Reason($"{name} is in {domainName}: every request of it faults")]
            ),
            DomainApi.Sva => ProcessTables.Of(unit, domainName),
            _ => InUserDomain(state, unit, domainName),
        };
    }

    private static (Translation, ImmutableArray<Reason>) InDefaultDomain(UnitContext unit, string where)
    {
        var kernel = unit.Host.Kernel;
        var rule = DriverTable.Find(unit.Unit.Model).FormatIn(kernel, TableUse.DmaApi);
        if ((rule is null ? PageTableFormat.Other : rule.Choose(unit)) is not { } format)
        {
            var why = new Reason(
                $"{unit.Unit.Name} is declared to do no kind of translation that its driver could use: what it then "
                    + "does is not known",
                rule?.Source
            );
            return (new Translation.Unknown(why), [why]);
        }

        ImmutableArray<Reason> chain = rule is null ? [new Reason(where)] : [new Reason(where), rule.ToReason()];
        var cached = DmaCoherence.Of(unit.Host, unit.Device);
        if (format is PageTableFormat.ArmStageOne or PageTableFormat.ArmStageTwo)
        {
            return (
                Table(unit, format, false, false, cached),
                [
                    .. chain,
                    DmaCoherence.ToReason(unit.Host, unit.Device),
                    new Reason(
                        $"the DMA API maps {(cached ? "with" : "without")} IOMMU_CACHE",
                        "drivers/iommu/dma-iommu.c:dma_info_to_prot"
                    ),
                ]
            );
        }

        var snooping = SnoopsByIommuCache(kernel, unit) && format == PageTableFormat.VtdSecondStage;
        var said = snooping
            ? new Reason(
                "the DMA API maps with IOMMU_CACHE, which sets SNP where every VT-d unit has snoop control or scalable "
                    + "mode",
                "drivers/iommu/intel/iommu.c:intel_iommu_map"
            )
            : new Reason(
                "the DMA API never asks for enforcement",
                "drivers/iommu/dma-iommu.c:iommu_dma_init_domain",
                kernel >= EnforcementIsAsked ? EnforcementIsAsked : null
            );
        return (Table(unit, format, snooping, false, cached), [.. chain, said]);
    }

    private static (Translation, ImmutableArray<Reason>) InUserDomain(
        KernelState state,
        UnitContext unit,
        string domain
    )
    {
        var group = TopologyIndex.GroupKey(unit.Device);
        var table = state.TablesOf(domain).First(t => t.Groups.Contains(group));
        if (table is { Driver: IommuModel.ArmSmmuV3 } && table.Unit != unit.Unit.Name)
        {
            return (
                new Translation.Blocked(),
                [
                    new Reason(
                        $"{unit.Device.Name} is attached to {domain}, in whose page table another SMMU's devices are: "
                            + $"Linux {unit.Host.Kernel} says yes to that and does nothing, so the device stays in the "
                            + "blocking domain of its new owner and every request of it faults; fixed by "
                            + $"{Fixes.SmmuRefusesOthers.Words}",
                        "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_attach_dev",
                        new(6, 14)
                    )
                    {
                        Fix = Fixes.SmmuRefusesOthers.Name,
                    },
                ]
            );
        }

        var isFirst = table.Format == PageTableFormat.VtdFirstStage;
        ImmutableArray<Reason> chain =
        [
            new Reason($"{unit.Device.Name} is attached to {domain}"),
            .. table.Chain,
            .. state.Index.Domain(domain).Api == DomainApi.Iommufd ? Enforcement.OfJoining(table, unit) : [],
        ];
        if (unit.Host.Kernel >= EnforcementIsAsked || unit.Unit.Model != IommuModel.IntelVtd)
        {
            // Up to 5.18 VFIO maps with IOMMU_CACHE only where the driver has the capability.
            var cached = table.Enforced || unit.Host.Kernel >= EnforcementIsAsked;
            return (
                Table(unit, table.Format, table.ForcesSnoop && !isFirst, table.ForcesSnoop && isFirst, cached),
                chain
            );
        }

        // Up to 5.18 every table for user space had PGSNP in scalable mode, whatever the unit could do.
        var pgsnp = unit.Unit.ScalableMode;
        return (
            Table(unit, table.Format, table.Enforced && !isFirst, pgsnp, table.Enforced),
            pgsnp
                ?
                [
                    .. chain,
                    new Reason(
                        "in scalable mode every table for user space has PGSNP",
                        "drivers/iommu/intel/pasid.c:pasid_set_pgsnp"
                    ),
                ]
                : chain
        );
    }

    private static bool SnoopsByIommuCache(KernelVersion kernel, UnitContext unit) =>
        unit.Unit.Model == IommuModel.IntelVtd
        && kernel < EnforcementIsAsked
        && IntelVtdDriver.EveryUnitControlsSnoop(unit);

    private static Translation Table(UnitContext unit, PageTableFormat format, bool snp, bool pgsnp, bool cached) =>
        format switch
        {
            PageTableFormat.AmdV1 => new Translation.Amd(AmdPageTable.V1),
            PageTableFormat.AmdV2 => new Translation.Amd(AmdPageTable.V2),
            PageTableFormat.VtdFirstStage => new Translation.Vtd(
                PageTableStage.FirstStage,
                unit.Unit.ScalableMode,
                unit.Unit.SnoopControl,
                snp,
                pgsnp
            ),
            PageTableFormat.VtdSecondStage => new Translation.Vtd(
                PageTableStage.SecondStage,
                unit.Unit.ScalableMode,
                unit.Unit.SnoopControl,
                snp,
                pgsnp
            ),
            PageTableFormat.VtdNested => new Translation.Vtd(
                PageTableStage.SecondStage,
                true,
                unit.Unit.SnoopControl,
                snp,
                snp,
                Nested: true
            ),
            PageTableFormat.ArmStageOne => new Translation.Arm(unit.Unit.Model, PageTableStage.FirstStage, cached),
            PageTableFormat.ArmStageTwo => new Translation.Arm(unit.Unit.Model, PageTableStage.SecondStage, cached),
            PageTableFormat.ArmStageTwoForced => new Translation.Arm(
                unit.Unit.Model,
                PageTableStage.SecondStage,
                cached,
                true
            ),
            _ => new Translation.Plain(unit.Unit.Model, snp && unit.Unit.Blocks == true),
        };
}
