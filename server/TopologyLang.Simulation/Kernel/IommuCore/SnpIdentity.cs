using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary>
/// What AMD-Vi answers to an identity domain while SEV-SNP is on: hardware without page mode 0 forbids untranslated
/// requests.
/// </summary>
internal static class SnpIdentity
{
    private const string File = "drivers/iommu/amd/iommu.c";

    /// <summary>Allocates no identity domain in 6.12.117, and has one that is always there in 7.2.12.</summary>
    private static readonly KernelVersion AllocatesNone = new(6, 13);

    /// <summary>7.2.12 and 7.3.4 test SNP when a device is attached to that one.</summary>
    private static readonly KernelVersion TestsAtAttach = new(7, 2);

    private static readonly KernelVersion FirstRead = new(6, 12);
    private static readonly KernelVersion FirstReadOfTest = KernelVersion.Parse("7.2.12");

    public static bool IsForbidden(UnitContext unit) =>
        unit is { Unit.Model: IommuModel.AmdVi, Host.Snp: true } && !Snp.AllowsMode0(unit.Host, unit.Unit);

    /// <summary>Null where SNP does not forbid it, and where it is not known what the driver does.</summary>
    public static (string? Errno, Reason Reason)? Refuses(UnitContext unit) =>
        !IsForbidden(unit) ? null
        : unit.Host.Kernel < AllocatesNone
            ? (
                Errno.Enomem,
                new Reason(
                    "SEV-SNP is on: the driver allocates no identity domain",
                    File + ":amd_iommu_domain_alloc; drivers/iommu/iommu.c:__iommu_domain_alloc",
                    null,
                    unit.Host.Kernel < FirstRead
                )
            )
        : unit.Host.Kernel >= TestsAtAttach
            ? (
                Errno.Einval,
                new Reason(
                    "SEV-SNP is on, and the unit has no page mode 0 that this kernel uses",
                    File + ":amd_iommu_identity_attach",
                    TestsAtAttach,
                    unit.Host.Kernel < FirstReadOfTest
                )
            )
        : null;

    /// <summary>
    /// Between the two nothing was read: the attach may fail, or leave the device doing what it may not.
    /// </summary>
    public static Reason? Unknown(UnitContext unit) =>
        IsForbidden(unit) && unit.Host.Kernel >= AllocatesNone && unit.Host.Kernel < TestsAtAttach
            ? new Reason(
                $"what AMD-Vi does with an identity domain while SEV-SNP is on was not read for Linux "
                    + $"{unit.Host.Kernel}: kernels before {AllocatesNone} do not allocate one, and "
                    + $"{TestsAtAttach} refuses to attach",
                File + ":amd_iommu_identity_attach"
            )
            : null;
}
