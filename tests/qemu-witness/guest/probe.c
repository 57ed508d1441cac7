/*
 * Asks the running kernel about one device and prints one line of answers, tab-separated:
 *
 *     probe attach ADDRESS     viable  set_iommu  dma_cc
 *     probe iommufd ADDRESS    bind    dma_cc
 *     probe kvm ADDRESS        wbinvd-emulated | wbinvd-ignored | -
 *
 * An answer is 0 for success, the value asked for, or CALL:errno=N for the call that failed; '-' is: not reached.
 */
#include "witness.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <linux/iommufd.h>
#include <linux/vfio.h>

struct answer { char text[64]; };

static struct answer failed(const char *call)
{
	struct answer a;
	snprintf(a.text, sizeof a.text, "%s:errno=%d", call, errno);
	return a;
}

static struct answer number(long value)
{
	struct answer a;
	snprintf(a.text, sizeof a.text, "%ld", value);
	return a;
}

struct attached { struct answer viable, set_iommu, dma_cc; int group; };

/* Gives the device's group to a container of its own. */
static struct attached attach(const char *device)
{
	struct attached a = { { "-" }, { "no-group" }, { "-" }, FAILED };
	if (group_of(device) == FAILED)
		return a;
	int container = open("/dev/vfio/vfio", O_RDWR), group = open_group(device);
	if (group < 0) {
		a.set_iommu = failed("open_group");
		return a;
	}
	struct vfio_group_status status = { .argsz = sizeof status };
	ioctl(group, VFIO_GROUP_GET_STATUS, &status);
	a.viable = number(status.flags & VFIO_GROUP_FLAGS_VIABLE);
	if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container)) {
		a.set_iommu = failed("SET_CONTAINER");
		return a;
	}
	if (ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU)) {
		a.set_iommu = failed("SET_IOMMU_TYPE1v2");
		return a;
	}
	a.set_iommu = number(0);
	a.dma_cc = number(ioctl(container, VFIO_CHECK_EXTENSION, VFIO_DMA_CC_IOMMU));
	a.group = group;
	ioctl(group, VFIO_GROUP_GET_DEVICE_FD, device);	/* left open: the group stays in use */
	return a;
}

static void ask_attach(const char *device)
{
	struct attached a = attach(device);
	printf("%s\t%s\t%s\n", a.viable.text, a.set_iommu.text, a.dma_cc.text);
}

/* Through an iommufd of its own; DMA_CC by the interface that stands for a container. */
static void ask_iommufd(const char *device)
{
	struct answer bind = { "-" }, dma_cc = { "-" };
	int iommufd = open("/dev/iommu", O_RDWR), file = open_device_file(device);
	if (iommufd >= 0) {
		struct vfio_device_bind_iommufd b = { .argsz = sizeof b, .iommufd = iommufd };
		struct iommu_ioas_alloc ioas = { .size = sizeof ioas };
		struct vfio_device_attach_iommufd_pt a = { .argsz = sizeof a };
		if (file < 0)
			bind = failed("open_device");
		else if (ioctl(file, VFIO_DEVICE_BIND_IOMMUFD, &b))
			bind = failed("BIND_IOMMUFD");
		else if (ioctl(iommufd, IOMMU_IOAS_ALLOC, &ioas) || (a.pt_id = ioas.out_ioas_id, ioctl(file, VFIO_DEVICE_ATTACH_IOMMUFD_PT, &a)))
			bind = failed("ATTACH");
		else {
			struct iommu_vfio_ioas set = { .size = sizeof set, .op = IOMMU_VFIO_IOAS_SET, .ioas_id = ioas.out_ioas_id };
			bind = number(0);
			ioctl(iommufd, IOMMU_VFIO_IOAS, &set);
			dma_cc = number(ioctl(iommufd, VFIO_CHECK_EXTENSION, VFIO_DMA_CC_IOMMU));
		}
	}
	printf("%s\t%s\n", bind.text, dma_cc.text);
}

static void ask_kvm(const char *device)
{
	struct machine machine = make_machine();
	struct attached a = attach(device);
	if (machine.vm < 0 || a.group < 0)
		puts("-");
	else if (machine.files < 0 || kvm_file(&machine, a.group, 1))
		puts(failed("KVM_VFIO_GROUP_ADD").text);
	else {
		read_trace();
		puts(executes_wbinvd(&machine) ? failed("KVM_RUN").text : read_trace().flushes ? "wbinvd-emulated" : "wbinvd-ignored");
	}
}

int main(int count, char **words)
{
	if (count == 3 && !strcmp(words[1], "attach"))
		ask_attach(words[2]);
	else if (count == 3 && !strcmp(words[1], "iommufd"))
		ask_iommufd(words[2]);
	else if (count == 3 && !strcmp(words[1], "kvm"))
		ask_kvm(words[2]);
	else
		return 2;
	return 0;
}
