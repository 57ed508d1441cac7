/*
 * What the two programs of the guest share: a device's files under VFIO and iommufd, the machine's registers, a guest of KVM, and the
 * kernel's tracer. Interfaces: include/uapi/linux/vfio.h, iommufd.h, kvm.h; Documentation/driver-api/vfio.rst.
 */
#include <stdint.h>

enum { FAILED = -1 };

/* device.c: how a function is found and opened. Files are FAILED with errno where they cannot be opened. */
int group_of(const char *device);                 /* the number of its IOMMU group, FAILED without one */
int open_group(const char *device);
int open_device_file(const char *device);         /* its own file, for iommufd */
const char *driver_of(const char *device);        /* "" without one */

/* no_snoop.c: Device Control, bit 11 (Enable No Snoop). */
int no_snoop_of(const char *device);              /* as the host reads it; FAILED where the function has no PCI Express capability */
int host_writes_no_snoop(const char *device, int on);
int guest_writes_no_snoop(int file, int on);      /* through the file that VFIO gave */

/* unit.c: the snoop control that the kernel believes VT-d's unit to have. */
int has_snoop_control(void);                      /* and that belief can be changed */
int set_snoop_control(int on);

/* trace.c: the kernel's tracer. A reading empties it. */
struct traced { int mapped, flushes, registered, unregistered; };
struct traced read_trace(void);

/* machine.c: a guest of KVM that executes WBINVD and stops. */
struct machine { int vm, vcpu, files; };
struct machine make_machine(void);                /* vm is FAILED where there is no KVM */
int kvm_file(struct machine *machine, int file, int is_add);
int executes_wbinvd(const struct machine *machine);
