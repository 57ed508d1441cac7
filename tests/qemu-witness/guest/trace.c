#include "witness.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const trace_file = "/sys/kernel/tracing/trace";

/* The events are switched on by init.sh. */
struct traced read_trace(void)
{
	char line[512];
	struct traced seen = { 0 };
	FILE *trace = fopen(trace_file, "r");
	while (trace && fgets(line, sizeof line, trace)) {
		seen.mapped += strstr(line, ": map: ") != 0;
		seen.flushes += strstr(line, ": kvm_emulated_wbinvd: ") != 0;
		seen.registered += strstr(line, ": kvm_registers: ") != 0;
		seen.unregistered += strstr(line, ": kvm_unregisters: ") != 0;
	}
	if (trace)
		fclose(trace);
	close(open(trace_file, O_WRONLY | O_TRUNC));
	return seen;
}
