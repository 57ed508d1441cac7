namespace TopologyLang.Import.Tests.Witness;

/// <summary>
/// One row of tests/machines/RESULTS.tsv: what a real kernel answered about one device. '-' is: not asked there.
/// Columns: tests/machines/README.md.
/// </summary>
public sealed record ProbeRow(
    string Case,
    string Kernel,
    string Device,
    string Mode,
    string Bind,
    string Viable,
    string SetIommu,
    string DmaCc,
    string IommufdBind,
    string IommufdDmaCc,
    string KvmNoncoherent
)
{
    private const string NotAsked = "-";

    public static IReadOnlyList<ProbeRow> All { get; } =
    [
        .. File.ReadAllLines(Path.Combine(Repository.Machines, "RESULTS.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new ProbeRow(
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                cells[4],
                cells[5],
                cells[6],
                cells[7],
                cells[8],
                cells[9],
                cells[10]
            )),
    ];

    public string Machine => $"{Case}@{Kernel}";

    /// <summary>
    /// The first errno of bind, group, container and attach, or ok. vfio-pci refuses a device in its probe, of which
    /// the kernel logs -22; the probe then finds no group, or no file of it.
    /// </summary>
    public string Attach => Bind == "REFUSED" ? "EINVAL" : ErrnoIn(SetIommu) ?? "ok";

    public bool? Enforced => YesNo(DmaCc);

    /// <summary>Null: not asked, because the kernel has no iommufd.</summary>
    public string? IommufdAttach =>
        IommufdBind == NotAsked ? null
        : Bind == "REFUSED" ? "EINVAL"
        : ErrnoIn(IommufdBind) ?? "ok";

    public bool? IommufdEnforced => YesNo(IommufdDmaCc);

    /// <summary>Whether a guest's WBINVD was emulated after its group was given to kvm-vfio; null: not asked.</summary>
    public bool? WbinvdEmulated =>
        KvmNoncoherent switch
        {
            "wbinvd-emulated" => true,
            "wbinvd-ignored" => false,
            NotAsked => null,
            _ => throw new InvalidDataException($"kvm_noncoherent = {KvmNoncoherent}"),
        };

    private static bool? YesNo(string cell) =>
        cell switch
        {
            "1" => true,
            "0" => false,
            NotAsked => null,
            _ => throw new InvalidDataException($"dma_cc = {cell}"),
        };

    private static string? ErrnoIn(string cell) =>
        cell switch
        {
            "0" => null,
            _ when cell.EndsWith("errno=1", StringComparison.Ordinal) => "EPERM",
            _ when cell.EndsWith("errno=22", StringComparison.Ordinal) => "EINVAL",
            _ => throw new InvalidDataException($"an answer that is not understood: {cell}"),
        };
}
