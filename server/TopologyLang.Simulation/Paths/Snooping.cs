using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>What the hardware does with a device's request behind the page table that the kernel put there.</summary>
internal static class Snooping
{
    private static readonly SnoopAnswer S390 = new(
        Snoop.Yes,
        true,
        "on s390x every request is coherent, and no-snoop has no effect",
        "z/Architecture; drivers/iommu/s390-iommu.c:s390_iommu_capable"
    );

    private static readonly SnoopAnswer Pamu = new(
        Snoop.Yes,
        true,
        "the PAACE entry says \"coherency required\": the request snoops",
        "drivers/iommu/fsl_pamu.c:pamu_config_ppaace"
    );

    /// <summary>
    /// Of all requests of the device, those among them that it translates itself (ATS). Null where none gets through,
    /// or where the translation is not known.
    /// </summary>
    public static SnoopAnswer? Of(Host host, Device device, DeviceState state, bool noSnoop)
    {
        var untranslated = Untranslated(host, device, state.Translation, noSnoop);
        return untranslated is not null && state.Ats.On && Giver(state.Translation) is { } model
            ? TranslatedSnoop.With(
                untranslated,
                new TranslatedRequest(
                    model,
                    noSnoop,
                    device.Cpm,
                    untranslated.Forced,
                    untranslated.Snoop,
                    host.NoSnoopRouting
                )
            )
            : untranslated;
    }

    /// <summary>Of requests for which the IOMMU looks the page table up.</summary>
    public static SnoopAnswer? Untranslated(Host host, Device device, Translation translation, bool noSnoop) =>
        translation switch
        {
            Translation.Unknown or Translation.Blocked => null,
            Translation.Vtd
            or Translation.Amd
            or Translation.Identity { Model: IommuModel.IntelVtd or IommuModel.AmdVi } => host.Architecture
            == Architecture.X86_64
                ? OfX86Iommu(translation, noSnoop, host.NoSnoopRouting)
                : null,
            _ when host.Architecture == Architecture.S390x => S390,
            Translation.Plain { Model: IommuModel.FslPamu } => Pamu,
            Translation.Plain { Forces: true } => ByAttributes(host, device, translation, false) with
            {
                Forced = true,
                Text = "the unit makes no-snoop requests snoop, by the file's own word (blocks)",
                Source = OtherDriver.Source,
            },
            Translation.Plain { Model: IommuModel.Virtio } or Translation.Identity { Model: IommuModel.Virtio } =>
                OfMachineBelow(ByAttributes(host, device, translation, noSnoop), noSnoop),
            _ => ByAttributes(host, device, translation, noSnoop) is var answer
            && IsUncertain(host, translation, noSnoop)
                ? answer with
                {
                    Uncertain = true,
                }
                : answer,
        };

    public static Snooped ToSnooped(SnoopAnswer answer) =>
        answer.Snoop switch
        {
            Snoop.Yes => Snooped.Yes,
            Snoop.No => Snooped.No,
            _ => Snooped.Either,
        };

    public static Reason ToReason(SnoopAnswer answer) => new(answer.Text, answer.Source, null, answer.Uncertain);

    private static SnoopAnswer? OfX86Iommu(Translation translation, bool noSnoop, NoSnoopRouting routing) =>
        translation switch
        {
            Translation.Identity { Model: IommuModel.AmdVi } => AmdSnoop.Of(
                new AmdRequest(noSnoop, AmdMode.Identity, false),
                routing
            ),
            Translation.Identity identity => VtdSnoop.Of(
                new VtdRequest(noSnoop, VtdMode.PassThrough, identity.Scalable, false, false, false),
                routing
            ),
            Translation.Amd { Table: AmdPageTable.V1 } => AmdSnoop.Of(
                new AmdRequest(noSnoop, AmdMode.V1, true),
                routing
            ),
            Translation.Amd => AmdSnoop.Of(new AmdRequest(noSnoop, AmdMode.V2, false), routing),
            Translation.Vtd table => VtdSnoop.Of(
                new VtdRequest(noSnoop, Mode(table), table.Scalable, table.SnoopControl, table.Snp, table.Pgsnp),
                routing
            ),
            _ => null,
        };

    private static VtdMode Mode(Translation.Vtd table) =>
        table.Nested ? VtdMode.Nested
        : table.Stage == PageTableStage.FirstStage ? VtdMode.FirstStage
        : VtdMode.SecondStage;

    /// <summary>
    /// The IOMMU that gives translations away; null where there is none behind which Linux switches ATS on.
    /// </summary>
    private static IommuModel? Giver(Translation translation) =>
        translation switch
        {
            Translation.Vtd => IommuModel.IntelVtd,
            Translation.Amd => IommuModel.AmdVi,
            Translation.Arm table => table.Model,
            _ => null,
        };

    /// <summary>
    /// Not read in a specification: that the older SMMUs treat attributes as SMMUv3 does, what RISC-V's I/O bridge
    /// makes of them, and what other architectures make of no-snoop.
    /// </summary>
    private static bool IsUncertain(Host host, Translation translation, bool noSnoop) =>
        host.Architecture switch
        {
            Architecture.Arm64 or Architecture.Arm => translation
                is Translation.Arm { Model: not IommuModel.ArmSmmuV3 },
            Architecture.Riscv64 => translation is not Translation.None,
            Architecture.X86_64 => false,
            _ => noSnoop,
        };

    /// <summary>
    /// The machine that runs the virtio device's back end may block no-snoop, and nothing says whether it does.
    /// </summary>
    private static SnoopAnswer OfMachineBelow(SnoopAnswer answer, bool noSnoop) =>
        !noSnoop || answer.Snoop != Snoop.No || answer.Forced
            ? answer
            : answer with
            {
                Snoop = Snoop.Either,
                Text = "virtio-iommu cannot block no-snoop; whether the machine below it does is not known",
                Source = "virtio specification, IOMMU device: no attribute of that kind",
                Uncertain = true,
                Doubt = "whether the machine below the virtio-iommu blocks no-snoop",
            };

    private static ArmMapping Mapping(Translation translation) =>
        translation switch
        {
            Translation.Arm { Stage: PageTableStage.FirstStage } table => table.Cached
                ? ArmMapping.StageOneCached
                : ArmMapping.StageOneUncached,
            Translation.Arm { Cached: false } => ArmMapping.StageTwoUncached,
            Translation.Arm table => table.Forced ? ArmMapping.StageTwoForced : ArmMapping.StageTwoCached,
            _ => ArmMapping.None,
        };

    /// <summary>Where no page table forces anything but, on Arm, a memory type.</summary>
    private static SnoopAnswer ByAttributes(Host host, Device device, Translation translation, bool noSnoop) =>
        host.Architecture switch
        {
            Architecture.Arm64 or Architecture.Arm => ArmSnoop.Of(
                ToArmRequest(device, translation, noSnoop),
                host.NoSnoopRouting
            ),
            Architecture.Riscv64 => RiscvSnoop.Of(ToRiscvRequest(device, translation, noSnoop), host.NoSnoopRouting),
            _ => RootComplex.Of(host.NoSnoopRouting, noSnoop),
        };

    private static ArmRequest ToArmRequest(Device device, Translation translation, bool noSnoop) =>
        new(noSnoop, device.Cpm, device is { Canwbs: true, Bus: DeviceBus.Pcie }, TypeOf(device), Mapping(translation));

    private static RiscvRequest ToRiscvRequest(Device device, Translation translation, bool noSnoop) =>
        new(
            noSnoop,
            device.Cpm,
            device.DmaCoherent,
            translation
                is Translation.Plain { Model: IommuModel.Riscv }
                    or Translation.Identity { Model: IommuModel.Riscv }
        );

    private static ArmRequestType TypeOf(Device device) =>
        (device.DmaCoherent, device.Cpm, device.Dacs) switch
        {
            (true, _, _) => ArmRequestType.WriteBack,
            (false, true, true) => ArmRequestType.Unknown,
            _ => ArmRequestType.NonCacheable,
        };
}
