#include "witness.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <sys/ioctl.h>

/* Where Device Control is in a file that holds the configuration space from `base` on; FAILED without a PCI Express capability. */
static off_t device_control(int file, off_t base)
{
	uint8_t at = 0, capability[2];
	pread(file, &at, 1, base + PCI_CAPABILITY_LIST);
	for (int left = 48; at && left; left--, at = capability[1]) {
		if (pread(file, capability, 2, base + at) != 2)
			break;
		if (capability[0] == PCI_CAP_ID_EXP)
			return base + at + PCI_EXP_DEVCTL;
	}
	errno = EINVAL;
	return FAILED;
}

static int write_bit(int file, off_t base, int on)
{
	off_t at = device_control(file, base);
	uint16_t control;
	if (at == FAILED || pread(file, &control, 2, at) != 2)
		return FAILED;
	control = on ? control | PCI_EXP_DEVCTL_NOSNOOP_EN : control & ~PCI_EXP_DEVCTL_NOSNOOP_EN;
	return pwrite(file, &control, 2, at) == 2 ? 0 : FAILED;
}

static int open_config(const char *device, int mode)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "/sys/bus/pci/devices/%s/config", device);
	return open(path, mode);
}

int no_snoop_of(const char *device)
{
	int file = open_config(device, O_RDONLY);
	off_t at = file < 0 ? FAILED : device_control(file, 0);
	uint16_t control = 0;
	int read = at != FAILED && pread(file, &control, 2, at) == 2;
	close(file);
	return read ? (control & PCI_EXP_DEVCTL_NOSNOOP_EN) != 0 : FAILED;
}

int host_writes_no_snoop(const char *device, int on)
{
	int file = open_config(device, O_RDWR), result = file < 0 ? FAILED : write_bit(file, 0, on);
	close(file);
	return result;
}

int guest_writes_no_snoop(int file, int on)
{
	struct vfio_region_info region = { .argsz = sizeof region, .index = VFIO_PCI_CONFIG_REGION_INDEX };
	return ioctl(file, VFIO_DEVICE_GET_REGION_INFO, &region) ? FAILED : write_bit(file, region.offset, on);
}
