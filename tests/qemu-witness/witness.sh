#!/bin/sh
# Boots one case of cases.txt under QEMU's software emulation, asks the real kernel there, and compares:
#
#     sh tests/qemu-witness/witness.sh CASE KERNEL_FOLDER
#
#   1. its answers with the rows of that case in tests/machines/RESULTS.tsv, and those to questions/ with answers/CASE@KERNEL.tsv,
#   2. `topo import machine` on what it showed of itself: it has to be imported without an error.
#
# With RECORD=yes the machine and its answers become part of the tests, which hold the simulation against them.
#
# KERNEL_FOLDER holds an unpacked Debian kernel package (README.md). Exit: 0 as before, 1 another answer, 77 skipped with the reason.
set -u
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
case_name=${1:?a case of cases.txt}
kernel_folder=${2:?the folder of an unpacked kernel package}
limit=${TIMEOUT:-600}
work=$(mktemp -d "${TMPDIR:-/tmp}/topo-witness.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

skip() { echo "skipped: $1"; exit 77; }
trim() { echo "$1" | sed 's/^ *//; s/ *$//'; }

line=$(grep "^$case_name *|" "$here/cases.txt") || { echo "no case '$case_name' in cases.txt" >&2; exit 2; }
architecture=$(trim "$(echo "$line" | cut -d'|' -f2)")
iommu=$(trim "$(echo "$line" | cut -d'|' -f3)")
append=$(trim "$(echo "$line" | cut -d'|' -f4)")
machine=$(trim "$(echo "$line" | cut -d'|' -f5)")
edit=$(trim "$(echo "$line" | cut -d'|' -f6)")
case $architecture in
# no_timer_check: on a busy host the emulated timer can be too late for the kernel's test of it.
amd64) qemu=qemu-system-x86_64 compiler=${CC_AMD64:-gcc} console="ttyS0 no_timer_check" board=q35,kernel-irqchip=split cpu=max ;;
arm64) qemu=qemu-system-aarch64 compiler=${CC_ARM64:-aarch64-linux-gnu-gcc} console=ttyAMA0 board=virt,gic-version=3 cpu=cortex-a57 ;;
esac
qemu=${QEMU:-$qemu}
native=${CC_NATIVE:-gcc}
busybox=${BUSYBOX:-/bin/busybox}
firmware=
for tool in "$qemu" "$compiler" cpio gzip modprobe; do command -v "$tool" >/dev/null || skip "$tool is not installed"; done
[ -x "$busybox" ] || skip "no static busybox for $architecture at $busybox (set BUSYBOX)"
echo '#include <linux/iommufd.h>' | "$compiler" -E - >/dev/null 2>&1 || skip "the kernel headers of $compiler know no iommufd"
kernel=$(find "$kernel_folder" -name 'vmlinuz*' | head -1)
[ -n "$kernel" ] || skip "$kernel_folder holds no unpacked kernel package"
case $case_name in
*-acpi*) if [ "$architecture" = arm64 ]; then
    firmware=${UEFI:-/usr/share/qemu-efi-aarch64/QEMU_EFI.fd}
    [ -r "$firmware" ] || skip "no UEFI for Arm at $firmware (set UEFI)"
fi ;;
esac

conventional='-device pcie-pci-bridge,id=ppb,bus=pcie.0,addr=6 -device edu,bus=ppb,addr=1'
devices=0000:00:03.0,0000:01:00.0,0000:02:01.0
case $case_name in
*-flat*) conventional='-device edu,bus=pcie.0,addr=7' devices=0000:00:03.0,0000:01:00.0,0000:00:07.0 ;;
*x2*) devices=$devices,0000:41:00.0 ;;
*-nosnoop) devices=0000:00:08.0,0000:01:00.0,0000:02:01.0 ;;
esac

# QEMU renamed these properties of intel-iommu.
"$qemu" -device intel-iommu,help 2>/dev/null | grep -q ' scalable-mode=' && scalable=scalable-mode first=fsts || { scalable=x-scalable-mode; first=x-flts; }
iommu=$(echo "$iommu" | sed "s/SCALABLE/$scalable/; s/FIRST/$first/")

build_initrd() {
    root=$work/root
    mkdir -p "$root/bin" "$root/modules" "$root/proc" "$root/sys" "$root/dev" "$root/tmp"
    for program in probe ask; do
        # shellcheck disable=SC2046 # several files
        "$compiler" -O1 -static "$here/guest/$program.c" $(ls "$here"/guest/*.c | grep -v '/probe\.c$\|/ask\.c$') -o "$root/bin/$program" || exit 2
    done
    cp -r "$here/questions" "$root/questions"
    config=$(find "$kernel_folder" -name 'config*' -type f | head -1)
    [ -z "$config" ] || cp "$config" "$root/config"
    cp "$busybox" "$root/bin/busybox"
    cp "$here/guest/init.sh" "$root/init"
    cp "$repository/scripts/collect.sh" "$root/collect.sh"
    chmod +x "$root/init"
    : >"$root/modules.txt"
    modules=$(find "$kernel_folder" -path '*lib/modules/*' -name kernel -type d | head -1)
    [ -z "$modules" ] || copy_modules
    (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initrd"
}

copy_modules() {
    base=${modules%/lib/modules/*}
    release=$(basename "$(dirname "$modules")")
    [ -e "${modules%/kernel}/modules.dep.bin" ] || depmod -b "$base" "$release" 2>/dev/null
    for module in virtio_pci virtio-iommu vfio vfio_iommu_type1 vfio-pci kvm-amd; do
        modprobe -d "$base" -S "$release" --show-depends "$module" 2>/dev/null | sed -n 's/^insmod \([^ ]*\).*/\1/p'
    done | awk '!seen[$0]++' | while read -r file; do
        name=$(basename "$file" .xz)
        case $file in *.xz) xz -dc "$file" >"$root/modules/$name" ;; *) cp "$file" "$root/modules/$name" ;; esac
        echo "$name"
    done >"$root/modules.txt"
}

# Device trees are edited as QEMU made them; an ACPI table as it is in tests/machines, and the kernel takes the one in the initrd.
edit_table() {
    # shellcheck disable=SC2086 # its words
    set -- $edit
    if [ "$1" = dtb ]; then
        command -v dtc >/dev/null || skip "dtc is not installed, which edits the device tree"
        start_machine "$board$machine,dumpdtb=$work/plain.dtb" >/dev/null 2>&1
        dtc -q -I dtb -O dts -o "$work/plain.dts" "$work/plain.dtb" && sed -f "$here/edits/$2.sed" "$work/plain.dts" >"$work/edited.dts" &&
            dtc -q -I dts -O dtb -o "$work/edited.dtb" "$work/edited.dts" || exit 2
        return
    fi
    command -v iasl >/dev/null || skip "iasl is not installed, which edits $2"
    cp "$(find "$repository"/tests/machines/"$1"@* -path "*/acpi/$2" | tail -1)" "$work/$2"
    iasl -p "$work/plain" -d "$work/$2" >/dev/null 2>&1
    mkdir -p "$work/early/kernel/firmware/acpi"
    # The kernel takes a table over the firmware's where its revision is higher.
    sed -f "$here/edits/$3.sed" -e 's/\(Oem Revision : \).*/\100000009/' "$work/plain.dsl" >"$work/edited.dsl"
    iasl -p "$work/early/kernel/firmware/acpi/$2" "$work/edited.dsl" >"$work/iasl" 2>&1 || { cat "$work/iasl" >&2; exit 2; }
    (cd "$work/early" && find kernel | cpio -o -H newc --quiet) | cat - "$work/initrd" >"$work/edited" && mv "$work/edited" "$work/initrd"
}

boot() {
    tree=
    [ ! -e "$work/edited.dtb" ] || tree=$work/edited.dtb
    start_machine "$board$machine" ${tree:+-dtb "$tree"} -kernel "$kernel" -initrd "$work/initrd" \
        -append "console=$console panic=-1 dut=$devices $append" </dev/null 2>&1 | tr -d '\r' >"$work/console"
}

# The function that is not QEMU's own ends with it.
start_function() {
    "$native" -O1 "$here/host/function.c" -o "$work/function" || exit 2
    "$work/function" "$work/socket" &
    while [ ! -S "$work/socket" ]; do sleep 0.1; done
    conventional="$conventional -device {\"driver\":\"vfio-user-pci\",\"socket\":{\"type\":\"unix\",\"path\":\"$work/socket\"},\"bus\":\"pcie.0\",\"addr\":\"8\"}"
}

# start_machine BOARD ARGUMENTS...
start_machine() {
    whole_board=$1
    shift
    # The IOMMU first: it has to be there before the devices that it translates for.
    # shellcheck disable=SC2086 # several words each
    timeout "$limit" "$qemu" -nodefaults -no-reboot -nographic -serial stdio -monitor none -accel tcg \
        -M "$whole_board" -cpu "$cpu" -smp 1 -m 2G ${firmware:+-bios "$firmware"} $iommu \
        -device e1000e,netdev=n0,bus=pcie.0,addr=3 -netdev user,id=n0,restrict=on \
        -device pcie-root-port,id=rp,bus=pcie.0,addr=4,chassis=1,slot=1 -device nvme,bus=rp,serial=x $conventional "$@"
}

part() { sed -n "/^==$1==\$/,/^==/p" "$work/console" | sed '/^==/d'; }

build_initrd
[ -z "$edit" ] || edit_table
case $case_name in *-nosnoop) start_function ;; esac
boot
part ANSWERS >"$work/answers"
missing=$(sed -n "s/.*\(Property '.*' not found\).*/\1/p; s/.*\(is not a valid device model name\).*/\1/p" "$work/console" | head -1)
[ -z "$missing" ] || skip "this QEMU is too old for $case_name: $missing"
[ -s "$work/answers" ] || { echo "the machine gave no answers within $limit s; the end of its console:" >&2; tail -20 "$work/console" >&2; exit 1; }
version=$(head -1 "$work/answers" | cut -f1)
sed "s/^/$case_name	/" "$work/answers" | sort >"$work/now"
awk -F'\t' -v OFS='\t' -v c="$case_name" -v k="$version" '$1 == c && $2 == k { NF = 11; print }' "$repository/tests/machines/RESULTS.tsv" | sort >"$work/before"
part ASKED >"$work/asked"
part MACHINE | base64 -d >"$work/machine.tar.gz"
[ -z "${KEEP:-}" ] || { mkdir -p "$KEEP" && cp "$work/machine.tar.gz" "$work/now" "$work/asked" "$work/console" "$KEEP"; }
result=0

# compare WHAT BEFORE NOW
compare() {
    if [ ! -s "$2" ]; then
        echo "$case_name@$version: no $1 to compare with; it said:"
        cat "$3"
    elif diff "$2" "$3"; then
        echo "$case_name@$version: $(wc -l <"$3") lines of $1 as before"
    else
        result=1
    fi
}

record() {
    folder=$repository/tests/machines/$case_name@$version
    rm -rf "$folder" && mkdir "$folder" && tar -xzf "$work/machine.tar.gz" -C "$folder" --strip-components=1
    table=$repository/tests/machines/RESULTS.tsv
    {
        head -1 "$table"
        {
            awk -F'\t' -v c="$case_name" -v k="$version" 'NR > 1 && !($1 == c && $2 == k)' "$table"
            sed 's/$/	-/' "$work/now"
        } | LC_ALL=C sort -s -t'	' -k1,1 -k2,2
    } >"$work/table" && cp "$work/table" "$table"
    [ ! -s "$work/asked" ] || cp "$work/asked" "$recorded"
}

compare answers "$work/before" "$work/now"
recorded=$here/answers/$case_name@$version.tsv
compare 'questions' "$recorded" "$work/asked"
[ -z "${RECORD:-}" ] || record
if topo=${TOPO:-$(command -v topo)}; then
    "$topo" import machine "$work/machine.tar.gz" >"$work/machine.topo" && "$topo" check "$work/machine.topo" || result=1
else
    echo "not imported: no topo in PATH (set TOPO)"
fi
exit $result
