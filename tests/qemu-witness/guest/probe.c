/*
 * Asks the running kernel about one device and prints one line of answers, tab-separated:
 *
 *     probe attach ADDRESS     viable  set_iommu  dma_cc
 *     probe iommufd ADDRESS    bind    dma_cc
 *     probe kvm ADDRESS        wbinvd-emulated | wbinvd-ignored | -
 *     probe pair A B           set_iommu  dma_cc after A, then the same after B, in one container
 *
 * An answer is 0 for success, the value asked for, or CALL:errno=N for the call that failed; '-' is: not reached.
 * Interfaces: include/uapi/linux/vfio.h, iommufd.h, kvm.h; Documentation/driver-api/vfio.rst.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#if __has_include(<linux/iommufd.h>)
#include <linux/iommufd.h>
#endif
#include <linux/kvm.h>
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

/* The number of the device's IOMMU group; -1 where it has none. */
static int group_of(const char *device)
{
	char link[PATH_MAX], target[PATH_MAX];
	snprintf(link, sizeof link, "/sys/bus/pci/devices/%s/iommu_group", device);
	ssize_t length = readlink(link, target, sizeof target - 1);
	if (length < 0)
		return -1;
	target[length] = 0;
	return atoi(strrchr(target, '/') + 1);
}

struct attached { struct answer viable, set_iommu, dma_cc; int group; };

/* Gives the device's group to the container. The IOMMU type is set with the first group. */
static struct attached attach(int container, const char *device, int is_first)
{
	struct attached a = { { "-" }, { "no-group" }, { "-" }, -1 };
	char path[64];
	int number_of_group = group_of(device);
	if (number_of_group < 0)
		return a;
	snprintf(path, sizeof path, "/dev/vfio/%d", number_of_group);
	int group = open(path, O_RDWR);
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
	if (is_first && ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU)) {
		a.set_iommu = failed("SET_IOMMU_TYPE1v2");
		return a;
	}
	a.set_iommu = number(0);
	a.dma_cc = number(ioctl(container, VFIO_CHECK_EXTENSION, VFIO_DMA_CC_IOMMU));
	a.group = group;
	ioctl(group, VFIO_GROUP_GET_DEVICE_FD, device);	/* left open: the group stays in use */
	return a;
}

static int container(void)
{
	return open("/dev/vfio/vfio", O_RDWR);
}

static void ask_attach(const char *device)
{
	struct attached a = attach(container(), device, 1);
	printf("%s\t%s\t%s\n", a.viable.text, a.set_iommu.text, a.dma_cc.text);
}

static void ask_pair(const char *first, const char *second)
{
	int both = container();
	struct attached a = attach(both, first, 1);
	struct attached b = attach(both, second, a.group < 0);
	printf("%s\t%s\t%s\t%s\n", a.set_iommu.text, a.dma_cc.text, b.set_iommu.text, b.dma_cc.text);
}

#ifdef VFIO_DEVICE_BIND_IOMMUFD
static int device_file(const char *device)
{
	char folder[PATH_MAX], path[PATH_MAX];
	snprintf(folder, sizeof folder, "/sys/bus/pci/devices/%s/vfio-dev", device);
	DIR *entries = opendir(folder);
	for (struct dirent *entry = 0; entries && (entry = readdir(entries));)
		if (!strncmp(entry->d_name, "vfio", 4)) {
			snprintf(path, sizeof path, "/dev/vfio/devices/%s", entry->d_name);
			return open(path, O_RDWR);
		}
	return -1;
}

/* Through an iommufd of its own; DMA_CC by the interface that stands for a container. */
static void ask_iommufd(const char *device)
{
	struct answer bind = { "-" }, dma_cc = { "-" };
	int iommufd = open("/dev/iommu", O_RDWR), file = device_file(device);
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

#else
static void ask_iommufd(const char *device)
{
	(void)device;
	puts(access("/dev/iommu", F_OK) ? "-\t-" : "built-without-iommufd\t-");
}
#endif

#ifdef __x86_64__
/* The tracer counts calls of the function that KVM emulates WBINVD with; guest/init.sh set it up. */
static int traced(void)
{
	char line[512];
	int hits = 0;
	FILE *trace = fopen("/sys/kernel/tracing/trace", "r");
	while (trace && fgets(line, sizeof line, trace))
		hits += strstr(line, "kvm_emulated_wbinvd:") != 0;
	if (trace)
		fclose(trace);
	return hits;
}

/* A guest of three bytes: WBINVD; HLT. */
static int run_guest(int vcpu)
{
	struct kvm_sregs special;
	struct kvm_regs registers = { .rip = 0x1000, .rflags = 2 };
	int before = traced();
	ioctl(vcpu, KVM_GET_SREGS, &special);
	special.cs.base = 0;
	special.cs.selector = 0;
	ioctl(vcpu, KVM_SET_SREGS, &special);
	ioctl(vcpu, KVM_SET_REGS, &registers);
	return ioctl(vcpu, KVM_RUN, 0) ? -1 : traced() > before;
}

static void ask_kvm(const char *device)
{
	int kvm = open("/dev/kvm", O_RDWR), vm = kvm < 0 ? -1 : ioctl(kvm, KVM_CREATE_VM, 0);
	struct attached a = attach(container(), device, 1);
	if (vm < 0 || a.group < 0) {
		puts("-");
		return;
	}
	unsigned char *memory = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memcpy(memory + 0x1000, "\x0f\x09\xf4", 3);
	struct kvm_userspace_memory_region region = { .memory_size = 8192, .userspace_addr = (uintptr_t)memory };
	struct kvm_create_device vfio = { .type = KVM_DEV_TYPE_VFIO };
	struct kvm_device_attr add = { .group = KVM_DEV_VFIO_GROUP, .attr = KVM_DEV_VFIO_GROUP_ADD, .addr = (uintptr_t)&a.group };
	ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region);
	int vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	mmap(0, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
	if (ioctl(vm, KVM_CREATE_DEVICE, &vfio) || ioctl(vfio.fd, KVM_SET_DEVICE_ATTR, &add)) {
		puts(failed("KVM_VFIO_GROUP_ADD").text);
		return;
	}
	int emulated = run_guest(vcpu);
	puts(emulated < 0 ? failed("KVM_RUN").text : emulated ? "wbinvd-emulated" : "wbinvd-ignored");
}
#else
static void ask_kvm(const char *device)
{
	(void)device;
	puts("-");
}
#endif

int main(int count, char **words)
{
	if (count == 3 && !strcmp(words[1], "attach"))
		ask_attach(words[2]);
	else if (count == 3 && !strcmp(words[1], "iommufd"))
		ask_iommufd(words[2]);
	else if (count == 3 && !strcmp(words[1], "kvm"))
		ask_kvm(words[2]);
	else if (count == 4 && !strcmp(words[1], "pair"))
		ask_pair(words[2], words[3]);
	else
		return 2;
	return 0;
}
