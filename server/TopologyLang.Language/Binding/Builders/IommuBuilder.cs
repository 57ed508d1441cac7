using System.Collections.Frozen;
using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class IommuBuilder(Records records, ErrorList errors)
{
    /// <summary>
    /// Where the architecture speaks against a model; the others turn up on several, or nothing is known.
    /// </summary>
    private static readonly FrozenDictionary<IommuModel, ImmutableArray<Architecture>> Homes = new Dictionary<
        IommuModel,
        ImmutableArray<Architecture>
    >
    {
        [IommuModel.IntelVtd] = [Architecture.X86_64],
        [IommuModel.AmdVi] = [Architecture.X86_64],
        [IommuModel.Hyperv] = [Architecture.X86_64, Architecture.Arm64],
        [IommuModel.ArmSmmuV3] = [Architecture.Arm64],
        [IommuModel.ArmSmmuV2] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.Qcom] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.AppleDart] = [Architecture.Arm64],
        [IommuModel.Exynos] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.IpmmuVmsa] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.Msm] = [Architecture.Arm],
        [IommuModel.Mtk] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.MtkV1] = [Architecture.Arm],
        [IommuModel.Omap] = [Architecture.Arm],
        [IommuModel.Rockchip] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.Sprd] = [Architecture.Arm64],
        [IommuModel.TegraGart] = [Architecture.Arm],
        [IommuModel.TegraSmmu] = [Architecture.Arm64, Architecture.Arm],
        [IommuModel.S390] = [Architecture.S390x],
        [IommuModel.FslPamu] = [Architecture.Ppc64],
        [IommuModel.SpaprTce] = [Architecture.Ppc64],
        [IommuModel.Riscv] = [Architecture.Riscv64],
        [IommuModel.Loongarch] = [Architecture.Loongarch64],
    }.ToFrozenDictionary();

    public Iommu Build(Symbol symbol)
    {
        var host = records.Host(symbol.Declaration.Syntax.Clause("on")!.Names[0].Text)!;
        var values = records.ValuesOf(symbol, host);
        var model = values.Word<IommuModel>("model");
        ReportOtherModels(symbol, values, model);
        ReportContradictions(symbol, values);
        ReportPairing(symbol, values.Written("model"), model, host);
        return new Iommu
        {
            Name = symbol.Name,
            Host = host.Name,
            Model = model,
            SnoopControl = Flag(values, "snoop_control", true),
            CoherentWalk = Flag(values, "coherent_walk", true),
            ScalableMode = Flag(values, "scalable_mode", false),
            Pasid = Flag(values, "pasid", true),
            FirstStage = Flag(values, "first_stage", false),
            SecondStage = Flag(values, "second_stage", true),
            Nested = Flag(values, "nested", false),
            PassThrough = Flag(values, "pass_through", true),
            DeviceTlb = Flag(values, "device_tlb", true),
            InterruptRemapping = Flag(values, "interrupt_remapping", true),
            DirtyTracking = Flag(values, "dirty_tracking", false),
            SnpMode0 = Flag(values, "snp_mode0", false),
            PageTable = values.Word<AmdPageTable>("page_table"),
            Stage1 = Flag(values, "stage1", true),
            Stage2 = Flag(values, "stage2", true),
            S2Fwb = Flag(values, "s2fwb", false),
            CacheCoherency = values.OptionalFlag("cache_coherency"),
            Enforces = values.OptionalWord<DriverEnforces>("enforce"),
            Blocks = values.OptionalFlag("blocks"),
        };
    }

    /// <summary>A capability that the model does not have keeps the record's own default; nobody looks at it.</summary>
    private static bool Flag(EffectiveValues values, string name, bool otherwise) =>
        values.OptionalFlag(name) ?? otherwise;

    private void ReportOtherModels(Symbol symbol, EffectiveValues values, IommuModel model)
    {
        foreach (var property in symbol.Local.Properties.All.Where(property => !property.Schema.AppliesTo(model)))
        {
            var fitting = values.All.Select(one => one.Name).Where(name => !values.IsOwn(name));
            var suggestion = errors.Nearest(property.Schema.Name, fitting);
            var meant = suggestion is null ? "" : $"; did you mean `{suggestion}`?";
            var owners = Expected.List([.. property.Schema.Models.Select(WordTable.Of)]);
            errors.Error(
                BindingCodes.OtherModel,
                symbol.Place(property.Syntax.Name.Span),
                $"`{property.Schema.Name}` is a property of {owners}, and `{symbol.Name}` is "
                    + $"{WordTable.Of(model)}{meant}",
                suggestion
            );
        }
    }

    private void ReportContradictions(Symbol symbol, EffectiveValues values)
    {
        foreach (var property in symbol.Local.Properties.All)
        {
            if (
                RegisterDecoding.Of(property.Schema, symbol.Local.Properties) is { } decoded
                && values.IsOwn(property.Schema.Name)
                && RegisterDecoding.Contradict(decoded, property.Text)
            )
            {
                errors.Warning(
                    BindingCodes.RegistersContradict,
                    symbol.Place(property.Syntax.Span),
                    $"`{property.Schema.Name} = {property.Text}` counts, but the register says {decoded.Value}: "
                        + $"{decoded.Reason}"
                );
            }
        }
    }

    /// <param name="written">By the declaration or its template; null: the default, which fits.</param>
    private void ReportPairing(Symbol symbol, LocalProperty? written, IommuModel model, Host host)
    {
        if (written is not null && Homes.TryGetValue(model, out var homes) && !homes.Contains(host.Architecture))
        {
            errors.Warning(
                BindingCodes.UnlikelyPairing,
                symbol.Local.Property("model") is { } own ? symbol.Place(own.Syntax.Value.Span) : symbol.NameSpan,
                $"{WordTable.Of(model)} is not found on {WordTable.Of(host.Architecture)} machines such as "
                    + $"`{host.Name}`"
            );
        }
    }
}
