using System.Collections.Frozen;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>The properties of a VT-d unit that its extended capability register says.</summary>
internal static class RegisterDecoding
{
    private static readonly FrozenDictionary<string, (Func<VtdRegisters, bool> Value, string Bits)> Decoders =
        new Dictionary<string, (Func<VtdRegisters, bool> Value, string Bits)>
        {
            ["snoop_control"] = (registers => registers.SnoopControl, "SC, bit 7"),
            ["coherent_walk"] = (registers => registers.CoherentWalk, "C, bit 0"),
            ["scalable_mode"] = (registers => registers.ScalableMode, "SMTS, bit 43"),
            ["first_stage"] = (registers => registers.FirstStage, "SMTS and FSTS, bits 43 and 47"),
            ["second_stage"] = (registers => registers.SecondStage, "SMTS and SSTS, bits 43 and 46"),
            ["nested"] = (registers => registers.Nested, "NEST, bit 26"),
            ["pass_through"] = (registers => registers.PassThrough, "PT, bit 6"),
            ["device_tlb"] = (registers => registers.DeviceTlb, "DT, bit 2"),
            ["interrupt_remapping"] = (registers => registers.InterruptRemapping, "IR, bit 3"),
        }.ToFrozenDictionary();

    /// <summary>
    /// What the register says that the unit has, and the kernel or the firmware may leave off: <c>intel_iommu=sm_off</c>, a DMAR table without
    /// INTR_REMAP, <c>intremap=off</c>. Such a <c>no</c> contradicts nothing. Sources: drivers/iommu/intel/iommu.c:intel_iommu_setup,
    /// dmar.c:dmar_ir_support; drivers/iommu/irq_remapping.c:setup_irqremap.
    /// </summary>
    private static readonly FrozenSet<string> CanBeOff = FrozenSet.Create(StringComparer.Ordinal, "scalable_mode", "interrupt_remapping");

    /// <summary>The value that is written cannot be where the register says this.</summary>
    public static bool Contradict(EffectiveProperty decoded, string written) =>
        decoded.Value != written && !(written == "no" && CanBeOff.Contains(decoded.Schema.Name));

    /// <summary>Null where the declaration gives no register or the property is in none.</summary>
    public static EffectiveProperty? Of(PropertySchema schema, LocalDeclaration declaration)
    {
        if (schema.Kind != DeclarationKind.Iommu || !Decoders.TryGetValue(schema.Name, out var decoder)
            || declaration.Property("ecap") is not { } ecap)
        {
            return null;
        }

        var registers = new VtdRegisters(declaration.Property("cap")?.Number ?? 0, ecap.Number);
        var value = decoder.Value(registers) ? "yes" : "no";
        return new EffectiveProperty(schema, value, PropertyOrigin.Decoded, $"decoded from ecap = 0x{ecap.Number:x} ({decoder.Bits})");
    }
}
