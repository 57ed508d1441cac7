using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

/// <summary>What a mapping is on the architectures besides x86 and Arm, and on x86 CPUs of other makers.</summary>
public class MappingTypeTests
{
    private static Machine On(Architecture architecture, string kernel, bool inGuest, MemoryType type)
    {
        var machine = Machine
            .Arm(kernel, h => h with { Architecture = architecture, IommufdAllowUnsafeInterrupts = true })
            .Smmu("unit", IommuModel.Virtio)
            .Device("nic", "unit");
        return inGuest
            ? machine
                .Domain("space", DomainApi.Iommufd, "nic")
                .Guest("vm", "space", "nic")
                .Program("p", "vm", "nic", type)
            : machine.Program("p", null, "nic", type);
    }

    /// <summary>
    /// c cached, u past the caches, e no such type (the program cannot run), ? unknown; in the order wb wt wc uc
    /// normal_nc device.
    /// </summary>
    [Theory]
    [InlineData(Architecture.Riscv64, "7.2", false, "c e u u u u")]
    [InlineData(Architecture.Riscv64, "5.18", false, "c e c c c c")]
    [InlineData(Architecture.Riscv64, "7.2", true, "c e u u u u")]
    [InlineData(Architecture.S390x, "7.2", false, "c c c c c c")]
    [InlineData(Architecture.S390x, "7.2", true, "c c c c c c")]
    [InlineData(Architecture.Loongarch64, "7.2", false, "c e u u u u")]
    [InlineData(Architecture.Loongarch64, "7.2", true, "c e ? ? ? ?")]
    [InlineData(Architecture.Ppc64, "7.2", false, "c ? ? ? ? ?")]
    [InlineData(Architecture.Ppc64, "7.2", true, "c ? ? ? ? ?")]
    public void By_architecture(Architecture architecture, string kernel, bool inGuest, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                " ",
                Enum.GetValues<MemoryType>().Select(type => Letter(On(architecture, kernel, inGuest, type).Path()))
            )
        );

    /// <summary>
    /// Hygon's CPUs are AMD's of the first Zen; of the others nothing but an ordinary mapping is known.
    /// </summary>
    [Theory]
    [InlineData(CpuVendor.Hygon, MemoryType.Uc, "u")]
    [InlineData(CpuVendor.Zhaoxin, MemoryType.Wb, "c")]
    [InlineData(CpuVendor.Zhaoxin, MemoryType.Uc, "?")]
    [InlineData(CpuVendor.Centaur, MemoryType.Wc, "?")]
    [InlineData(CpuVendor.Other, MemoryType.Wb, "c")]
    [InlineData(CpuVendor.Other, MemoryType.Uc, "?")]
    public void By_vendor_of_an_x86_cpu(CpuVendor vendor, MemoryType type, string expected) =>
        Assert.Equal(
            expected,
            Letter(
                Machine
                    .Intel("6.8", h => h with { Vendor = vendor })
                    .Device("nic", null)
                    .Program("p", null, "nic", type)
                    .Path()
            )
        );

    /// <summary>
    /// KVM of Hygon is that of AMD, KVM of Zhaoxin and Centaur that of VMX, whose WBINVD exiting decides.
    /// </summary>
    [Theory]
    [InlineData(CpuVendor.Hygon, WbinvdMode.Emulated, true)]
    [InlineData(CpuVendor.Zhaoxin, WbinvdMode.Native, false)]
    [InlineData(CpuVendor.Centaur, WbinvdMode.Native, false)]
    public void Kvm_by_vendor(CpuVendor vendor, WbinvdMode wbinvd, bool patWithoutNoncoherentDma)
    {
        Machine Of(bool sc) =>
            Machine
                .Intel("6.8", h => h with { Vendor = vendor, WbinvdExiting = false })
                .Vtd("unit", sc)
                .Device("nic", "unit")
                .Domain("space", DomainApi.VfioType1, "nic")
                .Guest("win", "space", "nic");

        Assert.Equal(wbinvd, Of(false).Run().End.GuestOf("win").Wbinvd);
        Assert.Equal(patWithoutNoncoherentDma, Of(true).Run().End.GuestOf("win").GuestPatHonoured);
        Assert.Null(Of(true).Run().End.GuestOf("win").Unknown);
    }

    [Fact]
    public void Every_row_names_its_source() => Assert.All(MappingTypes.Rows, row => Assert.NotEmpty(row.Source));

    private static string Letter(ProgramPath path) =>
        path.CannotRun is not null ? "e"
        : path.NotKnown is not null ? "?"
        : path.Buffers[0].Access is [AccessClass.WriteBack] ? "c"
        : "u";
}
