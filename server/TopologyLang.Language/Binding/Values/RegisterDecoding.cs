using System.Collections.Frozen;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Values;

/// <summary>The properties of a VT-d unit that its extended capability register says.</summary>
internal static class RegisterDecoding
{
    /// <param name="Set">The bits that are set where the property is <c>yes</c>.</param>
    private sealed record Decoder(Func<VtdRegisters, bool> Value, ulong Set, string Bits);

    private const ulong ScalableMode = 1UL << 43;

    /// <summary>SMPWC, in the place of C.</summary>
    private const ulong WalksOfScalableMode = 1UL << 48;

    private static readonly FrozenDictionary<string, Decoder> Decoders = new Dictionary<string, Decoder>
    {
        ["snoop_control"] = new(registers => registers.SnoopControl, 1UL << 7, "SC, bit 7"),
        ["coherent_walk"] = new(
            registers => registers.CoherentWalk,
            WalksOfScalableMode | 1,
            "SMTS, bit 43; SMPWC, bit 48, with it and C, bit 0, without"
        ),
        ["scalable_mode"] = new(registers => registers.ScalableMode, 1UL << 43, "SMTS, bit 43"),
        ["pasid"] = new(registers => registers.Pasid, 1UL << 40, "SMTS and PASID, bits 43 and 40"),
        ["first_stage"] = new(registers => registers.FirstStage, 1UL << 47, "SMTS and FSTS, bits 43 and 47"),
        ["second_stage"] = new(registers => registers.SecondStage, 1UL << 46, "SMTS and SSTS, bits 43 and 46"),
        ["dirty_tracking"] = new(
            registers => registers.DirtyTracking,
            1UL << 45,
            "SMTS, SSADS and SSTS, bits 43, 45 and 46"
        ),
        ["nested"] = new(registers => registers.Nested, 1UL << 26, "NEST, bit 26"),
        ["pass_through"] = new(registers => registers.PassThrough, 1UL << 6, "PT, bit 6"),
        ["device_tlb"] = new(registers => registers.DeviceTlb, 1UL << 2, "DT, bit 2"),
        ["interrupt_remapping"] = new(registers => registers.InterruptRemapping, 1UL << 3, "IR, bit 3"),
    }.ToFrozenDictionary();

    /// <summary>
    /// What the register says that the unit has, and the kernel or the firmware may leave off:
    /// <c>intel_iommu=sm_off</c>, a DMAR table without INTR_REMAP, <c>intremap=off</c>. Such a <c>no</c> contradicts
    /// nothing. Sources: drivers/iommu/intel/iommu.c:intel_iommu_setup, dmar.c:dmar_ir_support;
    /// drivers/iommu/irq_remapping.c:setup_irqremap.
    /// </summary>
    private static readonly FrozenSet<string> CanBeOff = FrozenSet.Create(
        StringComparer.Ordinal,
        "scalable_mode",
        "interrupt_remapping"
    );

    public static bool Says(string property) => Decoders.ContainsKey(property);

    /// <summary>The register that says just these values; null where none does.</summary>
    public static ulong? Encode(Func<string, bool> isYes)
    {
        var ecap = Decoders.Where(pair => isYes(pair.Key)).Aggregate(0UL, (sum, pair) => sum | pair.Value.Set);
        ecap &= isYes("scalable_mode") ? ulong.MaxValue : ~WalksOfScalableMode;
        return Decoders.All(pair => pair.Value.Value(new VtdRegisters(0, ecap)) == isYes(pair.Key)) ? ecap : null;
    }

    /// <summary>The value that is written cannot be where the register says this.</summary>
    public static bool Contradict(EffectiveProperty decoded, string written) =>
        decoded.Value != written && !(written == "no" && CanBeOff.Contains(decoded.Schema.Name));

    /// <summary>Null where the declaration gives no register or the property is in none.</summary>
    public static EffectiveProperty? Of(PropertySchema schema, WrittenProperties declaration)
    {
        if (
            schema.Kind != DeclarationKind.Iommu
            || !Decoders.TryGetValue(schema.Name, out var decoder)
            || declaration.Find("ecap") is not { } ecap
        )
        {
            return null;
        }

        // A kernel that leaves scalable mode off goes by C
        // (drivers/iommu/intel/iommu.c:iommu_paging_structure_coherency).
        var unused =
            schema.Name == "coherent_walk" && declaration.Find("scalable_mode")?.Text == "no" ? ScalableMode : 0;
        var registers = new VtdRegisters(declaration.Find("cap")?.Number ?? 0, ecap.Number & ~unused);
        var value = decoder.Value(registers) ? "yes" : "no";
        return new EffectiveProperty(
            schema,
            value,
            PropertyOrigin.Decoded,
            $"decoded from ecap = 0x{ecap.Number:x} ({decoder.Bits})"
        );
    }
}
