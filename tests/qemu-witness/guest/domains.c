#include "witness.h"
#include "domains.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <linux/iommufd.h>
#include <linux/vfio.h>

static const uint64_t guest_memory = 0x200000;

int open_domain(struct domain *domain)
{
	struct iommu_ioas_alloc ioas = { .size = sizeof ioas };
	if (domain->below) {
		domain->file = domain->below->file;
		return 0;
	}
	domain->file = open(domain->is_iommufd ? "/dev/iommu" : "/dev/vfio/vfio", O_RDWR);
	if (domain->file < 0 || (domain->is_iommufd && ioctl(domain->file, IOMMU_IOAS_ALLOC, &ioas)))
		return FAILED;
	domain->ioas = ioas.out_ioas_id;
	return 0;
}

int close_files(struct device *device)
{
	int why = errno;
	if (device->file >= 0 && !(device->in_kvm && device->group < 0)) {
		close(device->file);
		device->file = FAILED;
	}
	if (device->group >= 0 && !device->in_kvm) {
		close(device->group);
		device->group = FAILED;
	}
	errno = why;
	return FAILED;
}

static int join_container(struct device *device, struct domain *domain)
{
	if (device->group < 0 && (device->group = open_group(device->address)) < 0)
		return FAILED;
	if (ioctl(device->group, VFIO_GROUP_SET_CONTAINER, &domain->file))
		return close_files(device);
	/* The type is set with the first group, and lost with the last one. */
	if ((domain->users || !ioctl(domain->file, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
	    && (device->file = ioctl(device->group, VFIO_GROUP_GET_DEVICE_FD, device->address)) >= 0)
		return 0;
	int why = errno;
	ioctl(device->group, VFIO_GROUP_UNSET_CONTAINER);
	errno = why;
	return close_files(device);
}

static int bind_device(struct device *device, const struct domain *domain)
{
	struct vfio_device_bind_iommufd bind = { .argsz = sizeof bind, .iommufd = domain->file };
	if (ioctl(device->file, VFIO_DEVICE_BIND_IOMMUFD, &bind))
		return FAILED;
	device->id = bind.out_devid;
	return 0;
}

static int join_iommufd(struct device *device, struct domain *domain)
{
	struct vfio_device_attach_iommufd_pt to = { .argsz = sizeof to, .pt_id = domain->ioas };
	if (device->file < 0 && (device->file = open_device_file(device->address)) < 0)
		return FAILED;
	if (bind_device(device, domain))
		return close_files(device);
	return (domain->below ? attach_nested(device, domain) : ioctl(device->file, VFIO_DEVICE_ATTACH_IOMMUFD_PT, &to)) ? close_files(device) : 0;
}

/* A VMM that was refused goes on as before. A device whose own file is in KVM is still bound to its iommufd. */
static void go_back(struct device *device, struct domain *domain)
{
	struct vfio_device_attach_iommufd_pt to = { .argsz = sizeof to, .pt_id = domain->ioas };
	int why = errno;
	if (!domain->is_iommufd || device->file < 0)
		attach(device, domain);
	else if (!ioctl(device->file, VFIO_DEVICE_ATTACH_IOMMUFD_PT, &to)) {
		device->domain = domain;
		domain->users++;
	}
	errno = why;
}

int attach(struct device *device, struct domain *domain)
{
	struct domain *before = device->domain;
	if (before == domain)
		return domain->is_iommufd ? bind_device(device, domain) : ioctl(device->group, VFIO_GROUP_SET_CONTAINER, &domain->file);
	if (before)
		detach(device, before);
	if (domain->is_iommufd ? join_iommufd(device, domain) : join_container(device, domain)) {
		if (before)
			go_back(device, before);
		return FAILED;
	}
	device->domain = domain;
	domain->users++;
	if (!domain->is_mapped && !domain->below)
		domain->is_mapped = !map_page(domain, guest_memory);
	return 0;
}

/* What is attached nowhere is detached all the same: the kernel has an answer to that too. */
static int leave_iommufd(struct device *device)
{
	struct vfio_device_detach_iommufd_pt from = { .argsz = sizeof from };
	if (device->file < 0)
		device->file = open_device_file(device->address);
	return ioctl(device->file, VFIO_DEVICE_DETACH_IOMMUFD_PT, &from);
}

static int leave_container(struct device *device)
{
	close(device->file);
	device->file = FAILED;
	if (device->group < 0)
		device->group = open_group(device->address);
	return ioctl(device->group, VFIO_GROUP_UNSET_CONTAINER);
}

int detach(struct device *device, struct domain *domain)
{
	int result = domain->is_iommufd ? leave_iommufd(device) : leave_container(device);
	close_files(device);
	if (device->domain && !result) {
		device->domain = 0;
		if (!--domain->users && !domain->is_iommufd)
			domain->is_mapped = 0;	/* type1 forgets its mappings with its last group */
	}
	return result;
}

static void *page(void)
{
	static void *memory;
	return memory ? memory : (memory = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

int map_page(const struct domain *domain, uint64_t address)
{
	struct vfio_iommu_type1_dma_map in_container = { .argsz = sizeof in_container, .flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
		.vaddr = (uintptr_t)page(), .iova = address, .size = 4096 };
	struct iommu_ioas_map in_ioas = { .size = sizeof in_ioas,
		.flags = IOMMU_IOAS_MAP_FIXED_IOVA | IOMMU_IOAS_MAP_READABLE | IOMMU_IOAS_MAP_WRITEABLE,
		.ioas_id = domain->ioas, .user_va = (uintptr_t)page(), .iova = address, .length = 4096 };
	return domain->is_iommufd ? ioctl(domain->file, IOMMU_IOAS_MAP, &in_ioas) : ioctl(domain->file, VFIO_IOMMU_MAP_DMA, &in_container);
}

int unmap_page(const struct domain *domain, uint64_t address)
{
	struct vfio_iommu_type1_dma_unmap in_container = { .argsz = sizeof in_container, .iova = address, .size = 4096 };
	struct iommu_ioas_unmap in_ioas = { .size = sizeof in_ioas, .ioas_id = domain->ioas, .iova = address, .length = 4096 };
	return domain->is_iommufd ? ioctl(domain->file, IOMMU_IOAS_UNMAP, &in_ioas) : ioctl(domain->file, VFIO_IOMMU_UNMAP_DMA, &in_container);
}

int dma_cc(const struct domain *domain)
{
	struct iommu_vfio_ioas set = { .size = sizeof set, .op = IOMMU_VFIO_IOAS_SET, .ioas_id = domain->ioas };
	if (domain->is_iommufd && ioctl(domain->file, IOMMU_VFIO_IOAS, &set))
		return FAILED;
	return ioctl(domain->file, VFIO_CHECK_EXTENSION, VFIO_DMA_CC_IOMMU);
}
