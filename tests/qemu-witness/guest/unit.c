/*
 * QEMU has one VT-d unit, and a machine with snoop control on one unit and none on another is what many questions are about. The kernel asks
 * its own copy of the unit's registers (struct intel_iommu, drivers/iommu/intel/iommu.h: reg_phys, reg_size, cap, ecap), so this changes that
 * copy, through /dev/mem of a kernel without STRICT_DEVMEM. The unit itself stays as it is.
 */
#include "witness.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SNOOP_CONTROL = 1 << 7 };
static const uint64_t registers = 0xfed90000;     /* QEMU's Q35_HOST_BRIDGE_IOMMU_ADDR */

static uint64_t register_value(const char *name)
{
	char path[64], text[32] = "";
	snprintf(path, sizeof path, "/sys/class/iommu/dmar0/intel-iommu/%s", name);
	int file = open(path, O_RDONLY);
	read(file, text, sizeof text - 1);
	close(file);
	return strtoull(text, 0, 16);
}

/* The only place in memory that holds the unit's address, a size, and both capability registers. */
static off_t find_copy(int memory, uint64_t cap, uint64_t ecap)
{
	static uint64_t words[(1 << 20) / 8 + 3];
	for (off_t at = 1 << 20; at < (off_t)2 << 30; at += 1 << 20) {
		if (pread(memory, words, sizeof words, at) <= 0)
			continue;
		for (size_t i = 0; i + 3 < sizeof words / 8; i++)
			if (words[i] == registers && words[i + 2] == cap && words[i + 3] == ecap)
				return at + (i + 3) * 8;
	}
	return 0;
}

int has_snoop_control(void)
{
	return register_value("ecap") & SNOOP_CONTROL && !set_snoop_control(0) && !set_snoop_control(1);
}

int set_snoop_control(int on)
{
	static off_t copy;
	uint64_t cap = register_value("cap"), ecap = register_value("ecap");
	uint64_t wanted = on ? ecap | SNOOP_CONTROL : ecap & ~(uint64_t)SNOOP_CONTROL;
	int memory = open("/dev/mem", O_RDWR);
	if (memory < 0)
		return FAILED;
	if (!copy)
		copy = find_copy(memory, cap, ecap);
	if (copy && ecap != wanted)
		pwrite(memory, &wanted, sizeof wanted, copy);
	close(memory);
	errno = ENOENT;
	return copy && register_value("ecap") == wanted ? 0 : FAILED;
}
