/* The VMM's way to a nested page table: a parent of the IOAS that others nest in, and the guest's own first stage on it. */
#include "witness.h"
#include "domains.h"
#include <sys/ioctl.h>
#include <linux/iommufd.h>
#include <linux/vfio.h>

static int allocate(int iommufd, struct iommu_hwpt_alloc *table)
{
	table->size = sizeof *table;
	return ioctl(iommufd, IOMMU_HWPT_ALLOC, table);
}

/* On Arm a virtual SMMU stands between the two; its stage 1 here is the simplest that a guest can write, a bypass. */
static int allocate_nested(const struct device *device, const struct domain *domain, unsigned *table)
{
#ifdef __aarch64__
	struct iommu_viommu_alloc smmu = { .size = sizeof smmu, .type = IOMMU_VIOMMU_TYPE_ARM_SMMUV3, .dev_id = device->id,
		.hwpt_id = domain->below->parent_table };
	struct iommu_hwpt_arm_smmuv3 stage = { .ste = { 1 | 4 << 1 } };	/* valid; Config: both stages bypass */
	if (ioctl(domain->file, IOMMU_VIOMMU_ALLOC, &smmu))
		return FAILED;
	struct iommu_hwpt_alloc nested = { .dev_id = device->id, .pt_id = smmu.out_viommu_id, .data_type = IOMMU_HWPT_DATA_ARM_SMMUV3 };
#else
	struct iommu_hwpt_vtd_s1 stage = { .addr_width = 48 };
	struct iommu_hwpt_alloc nested = { .dev_id = device->id, .pt_id = domain->below->parent_table, .data_type = IOMMU_HWPT_DATA_VTD_S1 };
#endif
	nested.data_len = sizeof stage;
	nested.data_uptr = (uintptr_t)&stage;
	if (allocate(domain->file, &nested))
		return FAILED;
	*table = nested.out_hwpt_id;
	return 0;
}

int attach_nested(struct device *device, struct domain *domain)
{
	struct vfio_device_attach_iommufd_pt to = { .argsz = sizeof to };
	struct iommu_hwpt_alloc parent = { .flags = IOMMU_HWPT_ALLOC_NEST_PARENT, .dev_id = device->id, .pt_id = domain->below->ioas };
	if (!domain->below->parent_table) {
		if (allocate(domain->file, &parent))
			return FAILED;
		domain->below->parent_table = parent.out_hwpt_id;
	}
	return allocate_nested(device, domain, &to.pt_id) ? FAILED : ioctl(device->file, VFIO_DEVICE_ATTACH_IOMMUFD_PT, &to);
}
