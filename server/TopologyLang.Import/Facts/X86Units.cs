using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Facts;

/// <summary>The units of x86: what their registers, the kernel's command line and its log say of them.</summary>
internal static class X86Units
{
    public static UnitFacts Vtd(Evidence evidence, string name, string from, ulong? cap, ulong? ecap, string? line)
    {
        var lines = ImmutableArray.CreateBuilder<Line>();
        if (cap is { } capability && ecap is { } extended)
        {
            lines.Add(new Line("cap", Hexadecimal(capability), line ?? $"{from}/cap"));
            lines.Add(new Line("ecap", Hexadecimal(extended), line is null ? $"{from}/ecap" : "the same line"));
            lines.AddRange(ScalableMode(evidence, new VtdRegisters(capability, extended)));
        }
        else
        {
            lines.Add(
                Line.Unknown(
                    "cap, ecap: registers of the unit, not seen here (/sys/class/iommu and the boot log have them); "
                        + "snoop_control and all else are left to their defaults"
                )
            );
        }

        lines.Add(InterruptRemapping(evidence, "ECAP.IR alone decides"));
        return new UnitFacts(name, UnitModels.DeclaredName(name), "intel_vtd", from, lines.ToImmutable())
        {
            Registers = cap is { } c && ecap is { } e ? new VtdRegisters(c, e) : null,
        };
    }

    public static UnitFacts Amd(Evidence evidence, string name, string from)
    {
        var lines = ImmutableArray.CreateBuilder<Line>();
        lines.Add(
            KernelSwitches.AmdTables(evidence) is { } tables
                ? new Line("page_table", tables.Value == AmdPageTable.V2 ? "v2" : "v1", tables.From)
                : Line.Unknown("page_table: the kernel's command line was not seen; left to its default")
        );
        lines.AddRange(AmdFeatures(evidence, $"{from}/features"));
        lines.Add(InterruptRemapping(evidence, "left to its default"));
        return new UnitFacts(name, UnitModels.DeclaredName(name), "amd_vi", from, lines.ToImmutable());
    }

    /// <summary>
    /// EFR and EFR2, as sysfs prints them (<c>29d3:0</c>). Source: Linux drivers/iommu/amd/init.c:
    /// amd_iommu_show_features, amd_iommu_types.h (FEATURE_HDSUP, FEATURE_SNP_PAGE_MODE0_SUP).
    /// </summary>
    private static IEnumerable<Line> AmdFeatures(Evidence evidence, string file)
    {
        var registers = (evidence.Files.Text(file) ?? "").Trim().Split(':');
        if (IsSet(registers[0], 52))
        {
            yield return new Line("dirty_tracking", "yes", $"{file}: HDSup, bit 52");
        }

        if (registers.Length > 1 && IsSet(registers[1], 13))
        {
            yield return new Line("snp_mode0", "yes", $"{file}: EFR2, bit 13");
        }
    }

    private static bool IsSet(string register, int bit) =>
        ulong.TryParse(register, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
        && ((value >> bit) & 1) != 0;

    private static IEnumerable<Line> ScalableMode(Evidence evidence, VtdRegisters registers)
    {
        if (registers.ScalableMode)
        {
            yield return KernelSwitches.UsesScalableMode(evidence) is { } uses
                ? Line.YesNo("scalable_mode", uses)
                : Line.Unknown(
                    "scalable_mode: the unit has it; whether the kernel uses it was not seen, and is taken so"
                );
        }
    }

    private static Line InterruptRemapping(Evidence evidence, string otherwise) =>
        evidence.Log?.InterruptRemapping is { } remapping
            ? Line.YesNo("interrupt_remapping", remapping)
            : Line.Unknown($"interrupt_remapping: no whole boot log was seen; {otherwise}");

    private static string Hexadecimal(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
}
