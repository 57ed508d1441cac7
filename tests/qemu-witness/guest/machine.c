#include "witness.h"
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <linux/kvm.h>

#ifdef __x86_64__
struct machine make_machine(void)
{
	struct machine made = { FAILED, FAILED, FAILED };
	int kvm = open("/dev/kvm", O_RDWR);
	if (kvm < 0 || (made.vm = ioctl(kvm, KVM_CREATE_VM, 0)) < 0)
		return made;
	unsigned char *memory = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memcpy(memory + 0x1000, "\x0f\x09\xf4", 3);	/* WBINVD; HLT */
	struct kvm_userspace_memory_region region = { .memory_size = 8192, .userspace_addr = (uintptr_t)memory };
	struct kvm_create_device files = { .type = KVM_DEV_TYPE_VFIO };
	ioctl(made.vm, KVM_SET_USER_MEMORY_REGION, &region);
	made.vcpu = ioctl(made.vm, KVM_CREATE_VCPU, 0);
	mmap(0, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, made.vcpu, 0);
	made.files = ioctl(made.vm, KVM_CREATE_DEVICE, &files) ? FAILED : (int)files.fd;
	return made;
}

int executes_wbinvd(const struct machine *machine)
{
	struct kvm_sregs special;
	struct kvm_regs registers = { .rip = 0x1000, .rflags = 2 };
	ioctl(machine->vcpu, KVM_GET_SREGS, &special);
	special.cs.base = 0;
	special.cs.selector = 0;
	ioctl(machine->vcpu, KVM_SET_SREGS, &special);
	ioctl(machine->vcpu, KVM_SET_REGS, &registers);
	return ioctl(machine->vcpu, KVM_RUN, 0) ? FAILED : 0;
}
#else
/* Other architectures have no WBINVD, and QEMU's Arm machine runs no KVM here. */
struct machine make_machine(void)
{
	return (struct machine){ FAILED, FAILED, FAILED };
}

int executes_wbinvd(const struct machine *machine)
{
	return machine->vm;
}
#endif

/* A group's file is passed by the older name of the same attribute, which every kernel knows. */
int kvm_file(struct machine *machine, int file, int is_add)
{
	struct kvm_device_attr change = {
		.group = KVM_DEV_VFIO_GROUP,
		.attr = is_add ? KVM_DEV_VFIO_GROUP_ADD : KVM_DEV_VFIO_GROUP_DEL,
		.addr = (uintptr_t)&file,
	};
	return ioctl(machine->files, KVM_SET_DEVICE_ATTR, &change) ? FAILED : 0;
}
