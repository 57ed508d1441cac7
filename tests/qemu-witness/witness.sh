#!/bin/sh
# Boots one case of cases.txt under QEMU's software emulation, asks the real kernel there, and compares:
#
#     sh tests/qemu-witness/witness.sh CASE KERNEL_FOLDER
#
#   1. its answers with the rows of that case in tests/machines/RESULTS.tsv,
#   2. `topo import machine` on what it showed of itself: it has to be imported without an error.
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
case $architecture in
amd64) qemu=qemu-system-x86_64 compiler=${CC_AMD64:-gcc} console=ttyS0 board=q35,kernel-irqchip=split cpu=max ;;
arm64) qemu=qemu-system-aarch64 compiler=${CC_ARM64:-aarch64-linux-gnu-gcc} console=ttyAMA0 board=virt,gic-version=3 cpu=cortex-a57 ;;
esac
qemu=${QEMU:-$qemu}
busybox=${BUSYBOX:-/bin/busybox}
firmware=
for tool in "$qemu" "$compiler" cpio gzip modprobe; do command -v "$tool" >/dev/null || skip "$tool is not installed"; done
[ -x "$busybox" ] || skip "no static busybox for $architecture at $busybox (set BUSYBOX)"
kernel=$(find "$kernel_folder" -name 'vmlinuz*' | head -1)
[ -n "$kernel" ] || skip "$kernel_folder holds no unpacked kernel package"
case $case_name in
*-acpi) if [ "$architecture" = arm64 ]; then
    firmware=${UEFI:-/usr/share/qemu-efi-aarch64/QEMU_EFI.fd}
    [ -r "$firmware" ] || skip "no UEFI for Arm at $firmware (set UEFI)"
fi ;;
esac

# QEMU renamed these properties of intel-iommu.
"$qemu" -device intel-iommu,help 2>/dev/null | grep -q ' scalable-mode=' && scalable=scalable-mode first=fsts || { scalable=x-scalable-mode; first=x-flts; }
iommu=$(echo "$iommu" | sed "s/SCALABLE/$scalable/; s/FIRST/$first/")

build_initrd() {
    root=$work/root
    mkdir -p "$root/bin" "$root/modules" "$root/proc" "$root/sys" "$root/dev" "$root/tmp"
    "$compiler" -O1 -static "$here/guest/probe.c" -o "$root/bin/probe" || exit 2
    cp "$busybox" "$root/bin/busybox"
    cp "$here/guest/init.sh" "$root/init"
    cp "$repository/scripts/collect.sh" "$root/collect.sh"
    chmod +x "$root/init"
    modules=$(find "$kernel_folder" -path '*lib/modules/*' -name kernel -type d | head -1)
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
    (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initrd"
}

boot() {
    conventional='-device pcie-pci-bridge,id=ppb,bus=pcie.0,addr=6 -device edu,bus=ppb,addr=1'
    devices=0000:00:03.0,0000:01:00.0,0000:02:01.0
    case $case_name in *-flat*) conventional='-device edu,bus=pcie.0,addr=7' devices=0000:00:03.0,0000:01:00.0,0000:00:07.0 ;; esac
    # The IOMMU first: it has to be there before the devices that it translates for.
    # shellcheck disable=SC2086 # several words each
    timeout "$limit" "$qemu" -nodefaults -no-reboot -nographic -serial stdio -monitor none -accel tcg \
        -M "$board$machine" -cpu "$cpu" -smp 1 -m 2G ${firmware:+-bios "$firmware"} $iommu \
        -device e1000e,netdev=n0,bus=pcie.0,addr=3 -netdev user,id=n0,restrict=on \
        -device pcie-root-port,id=rp,bus=pcie.0,addr=4,chassis=1,slot=1 -device nvme,bus=rp,serial=x $conventional \
        -kernel "$kernel" -initrd "$work/initrd" -append "console=$console panic=-1 dut=$devices $append" </dev/null 2>&1 | tr -d '\r' >"$work/console"
}

part() { sed -n "/^==$1==\$/,/^==/p" "$work/console" | sed '/^==/d'; }

build_initrd
boot
part ANSWERS >"$work/answers"
missing=$(sed -n "s/.*\(Property '.*' not found\).*/\1/p; s/.*\(is not a valid device model name\).*/\1/p" "$work/console" | head -1)
[ -z "$missing" ] || skip "this QEMU is too old for $case_name: $missing"
[ -s "$work/answers" ] || { echo "the machine gave no answers within $limit s; the end of its console:" >&2; tail -20 "$work/console" >&2; exit 1; }
version=$(head -1 "$work/answers" | cut -f1)
sed "s/^/$case_name	/" "$work/answers" | sort >"$work/now"
awk -F'\t' -v OFS='\t' -v c="$case_name" -v k="$version" '$1 == c && $2 == k { NF = 11; print }' "$repository/tests/machines/RESULTS.tsv" | sort >"$work/before"
part PAIRS
part MACHINE | base64 -d >"$work/machine.tar.gz"
[ -z "${KEEP:-}" ] || { mkdir -p "$KEEP" && cp "$work/machine.tar.gz" "$work/now" "$work/console" "$KEEP"; }
result=0
if [ -s "$work/before" ]; then
    diff "$work/before" "$work/now" && echo "$case_name@$version: $(wc -l <"$work/now") answers as before" || result=1
else
    echo "$case_name@$version: no answers to compare with; it said:"
    cat "$work/now"
fi
if topo=${TOPO:-$(command -v topo)}; then
    "$topo" import machine "$work/machine.tar.gz" >"$work/machine.topo" && "$topo" check "$work/machine.topo" || result=1
else
    echo "not imported: no topo in PATH (set TOPO)"
fi
exit $result
