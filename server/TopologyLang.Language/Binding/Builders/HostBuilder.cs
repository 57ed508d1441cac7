using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class HostBuilder(Records records, KernelCheck kernels)
{
    public Host Build(Symbol symbol)
    {
        var values = records.ValuesOf(symbol, null);
        var kernel = KernelRelease.Parse(values["kernel"]!)!;
        return new Host
        {
            Name = symbol.Name,
            Architecture = values.Word<Architecture>("arch"),
            Vendor = values.OptionalWord<CpuVendor>("vendor") ?? CpuVendor.Other,
            Kernel = kernel.Version,
            VendorKernel = kernel.Vendor,
            Cpus = values.Count("cpus"),
            Firmware = values.Word<Firmware>("firmware"),
            Memory = values.OptionalNumber("memory"),
            SelfSnoop = values.Flag("self_snoop"),
            UncachedChecks = values.Flag("uncached_checks"),
            Profile = Profile(values),
            NoSnoopRouting = values.Word<NoSnoopRouting>("no_snoop_routing"),
            Fwb = values.Flag("fwb"),
            WbinvdExiting = values.Flag("wbinvd_exiting"),
            MsiIsolation = values.OptionalFlag("msi_isolation"),
            AllowUnsafeInterrupts = values.Flag("allow_unsafe_interrupts"),
            IommufdAllowUnsafeInterrupts = values.Flag("iommufd_allow_unsafe_interrupts"),
            NoIommuMode = values.Flag("noiommu"),
            KernelOptions = values["kernel_options"],
            Sme = values.Flag("sme"),
            Snp = values.OptionalFlag("snp"),
            SmeCoherent = values.Flag("sme_coherent"),
            RemappingOptOut = values.Flag("remapping_opt_out"),
            VfioFlush = values.Flag("vfio_flush"),
            VfioForcesNoSnoopOff = values.Flag("vfio_forces_no_snoop_off"),
            InGuest = symbol.Declaration.Syntax.Clause("in")?.Names[0].Text,
        };
    }

    /// <summary>To be called for each host, in the order of the text.</summary>
    public void ReportKernel(Symbol symbol)
    {
        if (symbol.Record is Host host && symbol.Local.Property("kernel") is { } written)
        {
            kernels.Report(host, symbol.Place(written.Syntax.Value.Span));
        }
    }

    private static CoherenceProfile Profile(EffectiveValues values)
    {
        var buffers = values.Word<CombiningBuffers>("wc_buffers");
        CombiningChecks? asUncached =
            buffers == CombiningBuffers.Drained ? null
            : values.Flag("uncached_checks") ? CombiningChecks.Yes
            : CombiningChecks.No;
        return new CoherenceProfile(
            buffers,
            values.OptionalWord<CombiningChecks>("wc_checks") ?? asUncached,
            values.Flag("dma_allocates"),
            values.Word<DirtyLines>("dirty_lines")
        );
    }
}
