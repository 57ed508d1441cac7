#include "witness.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The last part of what a link of the device leads to. */
static int linked(const char *device, const char *link, char name[PATH_MAX])
{
	char path[PATH_MAX], target[PATH_MAX];
	snprintf(path, sizeof path, "/sys/bus/pci/devices/%s/%s", device, link);
	ssize_t length = readlink(path, target, sizeof target - 1);
	if (length < 0)
		return FAILED;
	target[length] = 0;
	strcpy(name, strrchr(target, '/') + 1);
	return 0;
}

int group_of(const char *device)
{
	char name[PATH_MAX];
	return linked(device, "iommu_group", name) ? FAILED : atoi(name);
}

const char *driver_of(const char *device)
{
	static char name[PATH_MAX];
	return linked(device, "driver", name) ? "" : name;
}

int open_group(const char *device)
{
	char path[64];
	snprintf(path, sizeof path, "/dev/vfio/%d", group_of(device));
	return open(path, O_RDWR);
}

int open_device_file(const char *device)
{
	char folder[PATH_MAX], path[PATH_MAX];
	int file = FAILED;
	snprintf(folder, sizeof folder, "/sys/bus/pci/devices/%s/vfio-dev", device);
	DIR *entries = opendir(folder);
	errno = entries ? ENOENT : errno;
	for (struct dirent *entry = 0; entries && (entry = readdir(entries));)
		if (!strncmp(entry->d_name, "vfio", 4)) {
			snprintf(path, sizeof path, "/dev/vfio/devices/%s", entry->d_name);
			file = open(path, O_RDWR);
		}
	int why = errno;
	if (entries)
		closedir(entries);
	errno = why;
	return file;
}
