/*
 * A PCI Express function for QEMU's vfio-user-pci whose Enable No Snoop can be written, which QEMU's own functions do not have:
 *
 *     function SOCKET
 *
 * It has a configuration space and nothing else: no BAR, no interrupt, no DMA. Device Control is as the PCI Express specification has it after
 * a reset (7.5.3.4): Enable No Snoop and Enable Relaxed Ordering are 1. It ends when QEMU does.
 * Protocol: QEMU docs/interop/vfio-user.rst.
 */
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/pci_regs.h>
#include <linux/vfio.h>

enum { VERSION = 1, DMA_UNMAP = 3, GET_INFO = 4, GET_REGION_INFO = 5, GET_IRQ_INFO = 7, REGION_READ = 9, REGION_WRITE = 10, RESET = 13 };
enum { IS_REPLY = 1, WANTS_NO_REPLY = 1 << 4 };
enum { CAPABILITY = 0x40, DEVICE_CONTROL = CAPABILITY + PCI_EXP_DEVCTL };

static const uint16_t control_after_reset = PCI_EXP_DEVCTL_NOSNOOP_EN | PCI_EXP_DEVCTL_RELAX_EN | PCI_EXP_DEVCTL_READRQ_512B;

struct header { uint16_t id, command; uint32_t size, flags, error; };
struct access { uint64_t offset; uint32_t region, count; uint8_t bytes[4096]; };

static uint8_t config[PCI_CFG_SPACE_EXP_SIZE];

static void put(int at, uint32_t value, int size)
{
	memcpy(config + at, &value, size);
}

static void reset(void)
{
	put(PCI_COMMAND, 0, 2);
	put(DEVICE_CONTROL, control_after_reset, 2);
}

static void make(void)
{
	put(PCI_VENDOR_ID, 0x1234, 2);
	put(PCI_DEVICE_ID, 0x00ff, 2);
	put(PCI_STATUS, PCI_STATUS_CAP_LIST, 2);
	put(PCI_CLASS_DEVICE, 0xff00, 2);
	put(PCI_CAPABILITY_LIST, CAPABILITY, 1);
	put(CAPABILITY, PCI_CAP_ID_EXP, 1);
	put(CAPABILITY + PCI_EXP_FLAGS, 2 | PCI_EXP_TYPE_ENDPOINT << 4, 2);
	put(CAPABILITY + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_FLR | PCI_EXP_DEVCAP_RBER, 4);
	put(CAPABILITY + PCI_EXP_LNKCAP, 0x11, 4);
	put(CAPABILITY + PCI_EXP_LNKSTA, 0x11, 2);
	reset();
}

/* Command and Device Control can be written; Initiate Function Level Reset reads 0. */
static void write_config(const struct access *access)
{
	for (uint32_t i = 0; i < access->count && access->offset + i < sizeof config; i++) {
		uint64_t at = access->offset + i;
		uint8_t byte = access->bytes[i];
		if (at == DEVICE_CONTROL + 1 && byte & PCI_EXP_DEVCTL_BCR_FLR >> 8)
			reset();
		else if (at == DEVICE_CONTROL || at == DEVICE_CONTROL + 1 || at == PCI_COMMAND || at == PCI_COMMAND + 1)
			config[at] = byte;
	}
}

/* Makes the answer in place, and says how long it is. */
static uint32_t answer(int command, void *body, uint32_t size)
{
	struct vfio_device_info *device = body;
	struct vfio_region_info *region = body;
	struct vfio_irq_info *interrupt = body;
	struct access *access = body;
	static const char version[] = "\0\0\0\0{\"capabilities\":{}}";

	switch (command) {
	case VERSION:
		memcpy(body, version, sizeof version);
		return sizeof version;
	case DMA_UNMAP:
		return size;
	case GET_INFO:
		*device = (struct vfio_device_info){ .argsz = 16, .flags = VFIO_DEVICE_FLAGS_RESET | VFIO_DEVICE_FLAGS_PCI,
			.num_regions = VFIO_PCI_NUM_REGIONS, .num_irqs = VFIO_PCI_NUM_IRQS };
		return 16;
	case GET_REGION_INFO:
		*region = (struct vfio_region_info){ .argsz = sizeof *region, .index = region->index };
		if (region->index == VFIO_PCI_CONFIG_REGION_INDEX) {
			region->flags = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE;
			region->size = sizeof config;
		}
		return sizeof *region;
	case GET_IRQ_INFO:
		*interrupt = (struct vfio_irq_info){ .argsz = sizeof *interrupt, .index = interrupt->index };
		return sizeof *interrupt;
	case REGION_READ:
		if (access->count <= sizeof config && access->offset <= sizeof config - access->count)
			memcpy(access->bytes, config + access->offset, access->count);
		return 16 + access->count;
	case REGION_WRITE:
		write_config(access);
		return 16;
	case RESET:
		reset();
		return 0;
	default:
		return 0;
	}
}

static int read_all(int connection, void *to, size_t size)
{
	return size == 0 || recv(connection, to, size, MSG_WAITALL) == (ssize_t)size;
}

int main(int count, char **words)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct { struct header header; uint8_t body[8192]; } message;
	int listening = socket(AF_UNIX, SOCK_STREAM, 0);
	if (count != 2 || strlen(words[1]) >= sizeof address.sun_path)
		return 2;
	strcpy(address.sun_path, words[1]);
	if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 1))
		return 1;
	make();
	int connection = accept(listening, 0, 0);
	while (read_all(connection, &message.header, sizeof message.header)) {
		uint32_t size = message.header.size - sizeof message.header;
		if (size > sizeof message.body || !read_all(connection, message.body, size))
			return 1;
		message.header.size = sizeof message.header + answer(message.header.command, message.body, size);
		if (message.header.flags & WANTS_NO_REPLY)
			continue;
		message.header.flags = IS_REPLY;
		if (send(connection, &message, message.header.size, 0) != (ssize_t)message.header.size)
			return 1;
	}
	return 0;
}
