using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.UserTables;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vdpa;

/// <summary>
/// <c>attach D to S</c> for vhost-vdpa: each device has a page table of its own, and nobody asks it to enforce
/// coherency. The device is taken to leave the mapping to vhost (no set_map or dma_map of its own). Source:
/// drivers/vhost/vdpa.c:vhost_vdpa_alloc_domain.
/// </summary>
internal static class VdpaAttach
{
    private const string Source = "drivers/vhost/vdpa.c:vhost_vdpa_alloc_domain";

    private static readonly KernelVersion CacheIsNoPromise = new(5, 19);

    public static Answer Run(KernelState state, Device device, Domain domain)
    {
        if (state.Devices[device.Name].Domain == domain.Name)
        {
            return Answer.Refused(
                state,
                Errno.Ebusy,
                new Reason($"the file of {device.Name} is open already", "drivers/vhost/vdpa.c:vhost_vdpa_open")
            );
        }

        if (UnitContext.Of(state.Index, device) is not { } unit || !DriverTable.CapableOfCache(state.Index, device))
        {
            return Answer.Refused(
                state,
                Errno.Enotsupp,
                new Reason($"vhost-vdpa maps with IOMMU_CACHE, and {device.Name} has no IOMMU that offers it", Source)
            );
        }

        if (state.Index.GroupOf(device) is { Length: > 1 } group)
        {
            return Answer.Refused(
                state,
                Errno.Einval,
                new Reason(
                    $"{device.Name} shares its IOMMU group with {group.First(d => d.Name != device.Name).Name}, and "
                        + "one device of a group cannot be attached alone",
                    "drivers/iommu/iommu.c:iommu_attach_device"
                )
            );
        }

        return AttachTable(state, unit, domain);
    }

    private static Answer AttachTable(KernelState state, UnitContext unit, Domain domain)
    {
        var device = unit.Device;
        var left = LeaveDomain.Run(state, device);
        if (left.Errno is not null)
        {
            return Answer.Refused(state, left.Errno, left.Chain);
        }

        var row = DriverTable.Find(unit.Unit.Model);
        var (made, format) = UserTable.Make(domain, row, unit);
        if (made is null)
        {
            return Answer.Refused(state, Errno.Einval, [.. left.Chain, format]);
        }

        if (UserTable.RefusalOf(row, unit.Host.Kernel, made, [unit]) is { } refusal)
        {
            return Answer.Refused(state, refusal.Errno, [.. left.Chain, format, refusal.ToReason()]);
        }

        var cacheIsPromise = unit.Host.Kernel < CacheIsNoPromise;
        var unasked =
            cacheIsPromise && unit.Unit.Model == IommuModel.IntelVtd
                ? new Reason(
                    "vhost-vdpa maps with IOMMU_CACHE, which stands for blocked no-snoop in this kernel",
                    Source
                )
                : new Reason(
                    "vhost-vdpa maps with IOMMU_CACHE and never asks for enforcement",
                    Source,
                    cacheIsPromise ? null : CacheIsNoPromise
                );
        var table = made with
        {
            Groups = [TopologyIndex.GroupKey(device)],
            MadeFor = device.Name,
            Enforced = cacheIsPromise,
            HasMappings = true,
            Chain = [format, unasked],
        };
        var attached = left
            .State.WithTables(domain.Name, left.State.TablesOf(domain.Name).Add(table))
            .WithGroupIn([device], domain.Name);
        return Answer.Done(
            attached.WithDevice(
                device.Name,
                attached.Devices[device.Name] with
                {
                    RegisteredWithVfio = false,
                    CameAfterMap = left.State.Mappings.TryGetValue(domain.Name, out var mapped) && mapped,
                }
            ),
            [.. left.Chain, format, unasked]
        );
    }
}
