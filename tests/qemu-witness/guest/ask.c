/*
 * Does to the running kernel what the scenario of a question says, and prints what it answers, separated by tabs:
 *
 *     ask QUESTION.topo ADDRESS1 ADDRESS2 [NAME_OF_MODE]
 *
 * First comes a line with the question, the mode and the two addresses. The line of a statement starts with a tab: the statement, its answer
 * (ok or an errno), and then how the machine is afterwards: VFIO_DMA_CC_IOMMU of the domain that was named last, the page tables into which
 * one page of it is mapped, what a guest's WBINVD does, KVM's count of non-coherent DMA, and Enable No Snoop of the first device. '-' is: cannot
 * be asked.
 *
 * It reads of the question: the lines `domain NAME on machine { api = ...  parent = ... }`, `// $2 behind a unit with snoop_control = no`,
 * `// $1 with ...` of Enable No Snoop, and the statements of its scenario. $1 and $2 are the devices.
 */
#define _GNU_SOURCE
#include "witness.h"
#include "domains.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/ioctl.h>
#include <linux/vfio.h>

enum { DEVICES = 2, DOMAINS = 4 };

static const uint64_t asked_page = 0x400000;
static struct device devices[DEVICES];
static struct domain domains[DOMAINS];
static int domain_count, snoop_control[DEVICES], has_question_of_units, has_guest, noncoherent;
static enum bit { ANY_BIT, HARDWIRED, WRITABLE } needed_bit;
static struct domain *named;
static struct machine machine = { FAILED, FAILED, FAILED };

static struct domain *domain_of(const char *name)
{
	for (int i = 0; i < domain_count; i++)
		if (!strcmp(domains[i].name, name))
			return &domains[i];
	return 0;
}

static void declare_domain(const char *line)
{
	struct domain *domain = &domains[domain_count++];
	const char *parent = strstr(line, "parent = ");
	sscanf(line, "domain %31s", domain->name);
	domain->is_iommufd = strstr(line, "api = iommufd") != 0;
	if (parent) {
		sscanf(parent, "parent = %31s", domain->parent);
		domain->below = domain_of(domain->parent);
	}
}

/* KVM asks all of its files at once, so a question of two units gives it one. */
static void stand_behind_own_unit(int device)
{
	if (has_question_of_units)
		set_snoop_control(snoop_control[device]);
}

static int kvm(struct device *device, int is_add)
{
	int is_own = device->domain && device->domain->is_iommufd;
	if (!is_own && device->group < 0 && (device->group = open_group(device->address)) < 0)
		return FAILED;
	int result = kvm_file(&machine, device->group >= 0 ? device->group : device->file, is_add);
	device->in_kvm = result ? device->in_kvm : is_add;
	if (!device->domain)
		close_files(device);
	return result;
}

/* Who holds no file of the device cannot ask the kernel for this. */
static int needs_file(const char *statement)
{
	return !strncmp(statement, "reset ", 6) || strstr(statement, "by guest") != 0;
}

static int run_statement(const char *statement, struct device *device)
{
	char verb[16] = "", second[16] = "", last[32] = "";
	sscanf(statement, "%15s", verb);
	sscanf(strrchr(statement, ' '), "%31s", last);
	sscanf(statement, "%*s %15s", second);
	if (strcmp(verb, "kvm") && domain_of(last))
		named = domain_of(last);
	if (!strcmp(verb, "attach"))
		return attach(device, named);
	if (!strcmp(verb, "detach"))
		return detach(device, named);
	if (!strcmp(verb, "kvm"))
		return kvm(device, !strcmp(second, "add"));
	if (!strcmp(verb, "reset"))
		return ioctl(device->file, VFIO_DEVICE_RESET);
	if (!strcmp(verb, "set"))
		return !strcmp(last, "guest") ? guest_writes_no_snoop(device->file, strstr(statement, "enabled") != 0)
			: host_writes_no_snoop(device->address, strstr(statement, "enabled") != 0);
	fprintf(stderr, "a statement that is not understood: %s\n", statement);
	exit(2);
}

static void print_number(int value)
{
	if (value < 0)
		printf("\t-");
	else
		printf("\t%d", value);
}

static int count_tables(void)
{
	if (!named || named->below || (!named->is_iommufd && !named->users) || map_page(named, asked_page))
		return FAILED;
	int tables = read_trace().mapped;
	unmap_page(named, asked_page);
	read_trace();
	return tables;
}

static void print_machine(void)
{
	struct traced seen = read_trace();
	noncoherent += seen.registered - seen.unregistered;
	print_number(!named || named->below ? FAILED : dma_cc(named));
	print_number(count_tables());
	if (machine.vm < 0 || executes_wbinvd(&machine))
		printf("\t-\t-");
	else
		printf("\t%s\t%d", read_trace().flushes ? "emulated" : "nop", noncoherent);
	print_number(no_snoop_of(devices[0].address));
	puts("");
}

static void ask(const char *statement)
{
	struct device *device = &devices[strstr(statement, "$2") != 0];
	const char *result = "ok";
	stand_behind_own_unit(device - devices);
	if (needs_file(statement) && device->file < 0)
		result = "-";
	else if (run_statement(statement, device))
		result = strerrorname_np(errno);
	printf("\t%s\t%s", statement, result);
	print_machine();
	fflush(stdout);
}

/* A line that starts with a device says what the machine has to be like. */
static void read_condition(const char *line)
{
	int which = line[strcspn(line, "$") + 1] - '1';
	if (strstr(line, "with no_snoop = hardwired_zero"))
		needed_bit = HARDWIRED;
	if (strstr(line, "with a writable Enable No Snoop"))
		needed_bit = WRITABLE;
	if (!strstr(line, "behind a unit with snoop_control = "))
		return;
	has_question_of_units = 1;
	snoop_control[which] = !strstr(line, "= no");
}

/* Only a write tells whether the bit is there. A kernel without power management lets no function rest, and so no write is lost in it. */
static enum bit bit_of(const char *device)
{
	int before = no_snoop_of(device);
	if (before == FAILED)
		return ANY_BIT;
	host_writes_no_snoop(device, 1);
	int is_writable = no_snoop_of(device);
	host_writes_no_snoop(device, before);
	return !is_writable ? HARDWIRED : !access("/sys/power/state", F_OK) ? WRITABLE : ANY_BIT;
}

/* What VFIO does not take is in the other table already. Nothing is asked that the kernel or the machine does not have. */
static int can_be_asked(void)
{
	for (int i = 0; i < domain_count; i++)
		if (open_domain(&domains[i]))
			return 0;
	for (int i = 0; i < DEVICES; i++)
		if (strcmp(driver_of(devices[i].address), "vfio-pci"))
			return 0;
	return (!has_guest || machine.vm >= 0) && (!needed_bit || bit_of(devices[0].address) == needed_bit)
		&& (!has_question_of_units || has_snoop_control());
}

int main(int count, char **words)
{
	char line[256], *name;
	FILE *question = count == 5 ? fopen(words[1], "r") : 0;
	int in_scenario = 0;
	if (!question)
		return 2;
	name = basename(words[1]);
	name[strcspn(name, ".")] = 0;
	for (int i = 0; i < DEVICES; i++)
		devices[i] = (struct device){ .address = words[2 + i], .group = FAILED, .file = FAILED };
	read_trace();
	while (fgets(line, sizeof line, question)) {
		char *text = line + strspn(line, " ");
		text[strcspn(text, "\n")] = 0;
		if (in_scenario && (*text == '$' || (*text >= 'a' && *text <= 'z')))
			ask(text);
		else if (!strncmp(text, "domain ", 7))
			declare_domain(text);
		else if (!strncmp(text, "guest ", 6))
			has_guest = 1;
		else if (!strncmp(text, "// $", 4))
			read_condition(text);
		if (!strncmp(text, "scenario ", 9)) {
			in_scenario = 1;
			machine = has_guest ? make_machine() : machine;
			if (!can_be_asked())
				return 0;
			printf("%s\t%s\t%s\t%s\n", name, words[4], devices[0].address, devices[1].address);
		}
	}
	if (has_question_of_units)
		set_snoop_control(1);
	return 0;
}
