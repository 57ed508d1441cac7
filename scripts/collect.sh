#!/bin/sh
# Collects what `topo import machine` reads of the machine it runs on, into a tar. It changes nothing on the machine.
#
#   sh collect.sh [FILE.tar]        default: machine.tar in the current folder; '-' is standard output
#   sh collect.sh --help
#
# Best run by root: an ordinary user gets no PCI capabilities, no firmware tables and often no boot log, and the archive says so.
# It leaves out serial numbers, MAC addresses, user and host names and DMI: of the kernel's log and command line only known lines and
# words about IOMMUs are kept, of the device tree only the properties about DMA, and in configuration space the Device Serial Number
# capability and the VPD registers are blanked. Look at the archive before you give it away all the same.
#
# It needs a POSIX shell with its usual tools (cat, grep, sed, od, dd, uname) and tar. TOPO_ROOT=DIR reads a copy of /sys and /proc there.
set -u
umask 077
export LC_ALL=C
root=${TOPO_ROOT:-}
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }
fail() { echo "collect.sh: $1" >&2; exit 2; }
case ${1-} in
-h | --help) usage; exit 0 ;;
--) shift ;;
-) ;;
-*) fail "there is no option '$1'; see --help" ;;
esac
[ $# -le 1 ] || fail 'it takes one file; see --help'
out=${1:-machine.tar}
# A link would lead elsewhere, and a pipe or a device is nothing that an archive replaces. Asked before the work and, for the link, behind it.
if [ "$out" != - ]; then
    case $out in /*) ;; *) out=$(pwd)/$out ;; esac
    [ ! -h "$out" ] || fail "$out is a link, which is not written through; name another file"
    [ ! -e "$out" ] || [ -f "$out" ] || fail "$out is no file; name another one"
fi
work=${TMPDIR:-/tmp}/topo-collect.$$
mkdir "$work" || exit 2
beside=
trap 'rm -rf "$work" ${beside:+"$beside"}' EXIT
trap 'exit 2' HUP INT TERM
d=$work/machine
mkdir "$d" "$d/pci" "$d/acpi" "$d/iommu"

note() { echo "$1" >>"$d/notes.txt"; }
text() { [ -r "$1" ] && cat "$1" 2>/dev/null; }
# The name of what a link points to, without readlink. A folder is no link: AMD's IOMMU is a function with a folder of that name.
target() { [ -h "$1" ] && (cd "$1" 2>/dev/null && p=$(pwd -P) && echo "${p##*/}"); }
portable() { echo "$1" | sed 's/:/_/g'; }
# MAC addresses: with colons, with dashes, in three groups with dots, and without anything between (a line of DMAR has registers of that form).
no_addresses() {
    sed -e 's/[0-9A-Fa-f][0-9A-Fa-f]\([:-][0-9A-Fa-f][0-9A-Fa-f]\)\{5\}/00:00:00:00:00:00/g' \
        -e 's/[0-9A-Fa-f]\{4\}\(\.[0-9A-Fa-f]\{4\}\)\{2\}/0000.0000.0000/g' \
        -e '/DMAR/!s/^/ /' -e '/DMAR/!s/$/ /' \
        -e '/DMAR/!s/\([^0-9A-Za-z]\)[0-9A-Fa-f]\{12\}\([^0-9A-Za-z]\)/\1000000000000\2/g' \
        -e 's/^ //' -e 's/ $//'
}

kernel() {
    uname -srvm >"$d/uname.txt"
    # Ubuntu's: the upstream version that the kernel was made from.
    text "$root/proc/version_signature" >>"$d/uname.txt"
    text "$root/proc/cpuinfo" | grep -E '^(processor|vendor_id|CPU implementer|flags|Features)[[:space:]]*:' >"$d/cpu.txt"
    text "$root/proc/cmdline" | tr ' ' '\n' |
        grep -E '^(intel_iommu|amd_iommu|iommu|iommu\.[a-z_]+|vfio[a-z0-9_.]*|kvm[a-z0-9_.]*|arm-smmu[a-z0-9_.-]*)=' | tr '\n' ' ' >"$d/cmdline.txt"
    text "$root/boot/config-$(uname -r)" |
        grep -E '^CONFIG_(IOMMU|INTEL_IOMMU|AMD_IOMMU|VIRTIO_IOMMU|ARM_SMMU|VFIO|IRQ_REMAP|ACPI_VIOT|KVM)' >"$d/kconfig.txt"
    for p in vfio_iommu_type1/parameters/allow_unsafe_interrupts vfio/parameters/enable_unsafe_noiommu_mode; do
        [ -r "$root/sys/module/$p" ] && echo "${p%%/*}.${p##*/}=$(cat "$root/sys/module/$p")" >>"$d/modules.txt"
    done
}

boot_log() {
    # By what a line says from its start: a word in the middle of it proves nothing. What docs/import.md reads, and what explains it.
    says='Linux version |smpboot: CPU0:|smp: Brought up |CPU features: detected: |DMAR(-IR)?: |AMD-Vi: |arm-smmu(-v3)? [^ ]+: |virtio_iommu [^ ]+: '
    says="$says|iommu: Default domain type: |iommu: DMA domain TLB invalidation policy: |[a-z_-]+ [^ ]+: Adding to iommu group |vfio_iommu_type1_attach_group: |pci [^ ]+: AMD-Vi: "
    if [ -n "$root" ]; then text "$root/var/log/dmesg"; else dmesg 2>/dev/null; fi |
        grep -E "^(<[0-9]+>)?(\\[[^]]*\\] *)*(kernel: )?($says)" |
        sed -e 's/\(Linux version [^ ]*\).*/\1/' | no_addresses >"$work/log"
    if [ -s "$work/log" ]; then cp "$work/log" "$d/dmesg.txt"; else note 'the boot log: root may read it (dmesg)'; fi
}

# Zeroes COUNT bytes at OFFSET of FILE.
blank() { dd if=/dev/zero of="$1" bs=1 seek="$2" count="$3" conv=notrunc 2>/dev/null; }

# Blanks what tells one copy of a device from another. Offsets: PCI 3.0 6.7 and appendix I (VPD, 03h), PCI Express 7.9.3 (serial number, 0003h).
anonymous() {
    file=$1
    # shellcheck disable=SC2046 # one word a byte
    set -- $(od -An -v -tu1 "$file")
    size=$#
    [ "$size" -gt 64 ] || return 0
    find_byte() { n=$1; shift; eval "v=\${$((n + 1))}"; }
    find_byte 6 "$@"
    if [ $((v & 16)) -ne 0 ]; then
        find_byte 52 "$@"; at=$((v & 252)); left=48
        while [ "$at" -ge 64 ] && [ $((at + 8)) -le "$size" ] && [ "$left" -gt 0 ]; do
            find_byte "$at" "$@"
            [ "$v" -eq 3 ] && blank "$file" $((at + 2)) 6
            find_byte $((at + 1)) "$@"; at=$((v & 252)); left=$((left - 1))
        done
    fi
    at=256; left=96
    while [ "$at" -ge 256 ] && [ $((at + 12)) -le "$size" ] && [ "$left" -gt 0 ]; do
        find_byte "$at" "$@"; id=$v
        find_byte $((at + 1)) "$@"; id=$((id + v * 256))
        [ "$id" -eq 3 ] && blank "$file" $((at + 4)) 8
        find_byte $((at + 2)) "$@"; low=$v
        find_byte $((at + 3)) "$@"; at=$(((low / 16 + v * 16) & 4092)); left=$((left - 1))
    done
}

functions() {
    few=0
    for p in "$root"/sys/bus/pci/devices/*; do
        [ -e "$p/vendor" ] || continue
        b=${p##*/}
        echo "$b vendor=$(text "$p/vendor") device=$(text "$p/device") class=$(text "$p/class") driver=$(target "$p/driver")" \
            "iommu_group=$(target "$p/iommu_group") iommu=$(target "$p/iommu")" >>"$d/pci/devices.txt"
        f=$d/pci/$(portable "$b").config
        cat "$p/config" >"$f" 2>/dev/null || rm -f "$f"
        [ -f "$f" ] && anonymous "$f" && [ "$(wc -c <"$f")" -le 64 ] && few=1
    done
    [ -f "$d/pci/devices.txt" ] || : >"$d/pci/devices.txt"
    [ "$few" -eq 0 ] || note 'the capabilities of PCI functions (Enable No Snoop, ATS, PASID, virtual functions): root may read them'
}

units() {
    for i in "$root"/sys/class/iommu/*; do
        [ -e "$i" ] || continue
        u=$d/iommu/$(portable "${i##*/}")
        mkdir "$u"
        for x in "$i"/devices/*; do [ -e "$x" ] && echo "${x##*/}"; done >"$u/devices"
        for a in cap ecap features version; do
            for f in "$i"/*-iommu/"$a"; do [ -r "$f" ] && cat "$f" >"$u/$a"; done
        done
    done
    for g in "$root"/sys/kernel/iommu_groups/*; do
        [ -r "$g/reserved_regions" ] && sed "s/^/group ${g##*/}: /" "$g/reserved_regions"
    done >"$d/reserved_regions.txt"
}

# The tree as source text, with the properties about DMA and nothing else.
tree() {
    for p in compatible device_type dma-coherent dma-noncoherent iommus iommu-map iommu-map-mask phandle '#iommu-cells' bus-range linux,pci-domain; do
        [ -r "$1/$p" ] || continue
        if [ -s "$1/$p" ]; then echo "$p = [$(od -An -v -tx1 "$1/$p" | tr -d '\n')];"; else echo "$p;"; fi
    done
    for n in "$1"/*/; do
        n=${n%/}
        [ -d "$n" ] || continue
        echo "${n##*/} {"
        tree "$n"
        echo '};'
    done
}

firmware() {
    wanted='DMAR IVRS IORT VIOT RIMT APIC'
    # On Arm and RISC-V the definition blocks say which devices are coherent (_CCA); elsewhere they are not needed.
    case $(uname -m) in aarch64 | riscv64) wanted="$wanted DSDT SSDT*" ;; esac
    missing=
    for t in $wanted; do
        for f in "$root"/sys/firmware/acpi/tables/$t; do
            [ -e "$f" ] || continue
            if cat "$f" >"$d/acpi/${f##*/}" 2>/dev/null; then :; else rm -f "$d/acpi/${f##*/}"; missing="$missing ${f##*/}"; fi
        done
    done
    [ -z "$missing" ] || note "the firmware tables$missing: root may read them"
    if [ -d "$root/sys/firmware/devicetree/base" ]; then
        { echo '/dts-v1/;'; echo '/ {'; tree "$root/sys/firmware/devicetree/base"; echo '};'; } >"$d/fdt.dts"
    fi
}

kernel
boot_log
functions
units
firmware
# Without the name of who runs it: GNU's tar and newer ones of BSD, then BSD's and BusyBox's.
packed() {
    cd "$work" || return 1
    for options in '--owner=0 --group=0 --numeric-owner' '--numeric-owner'; do
        # shellcheck disable=SC2086 # words
        tar $options -cf /dev/null machine 2>/dev/null && { tar $options -cf - machine; return; }
    done
    echo 'collect.sh: this tar cannot leave out your user name: it is in the archive' >&2
    tar cf - machine
}

if [ "$out" = - ]; then
    (packed)
else
    # In a folder of its own beside the file, where nobody else can have put anything, and then in the place of what stands there.
    folder=${out%/*}/.topo-collect.$$
    mkdir "$folder" || fail "$out cannot be written"
    beside=$folder
    (packed) >"$beside/machine.tar" || fail "$out cannot be written"
    [ ! -h "$out" ] || fail "$out has become a link, which is not written through"
    mv -f "$beside/machine.tar" "$out" || fail "$out cannot be written"
    echo "wrote $out" >&2
    [ ! -f "$d/notes.txt" ] || sed 's/^/not seen: /' "$d/notes.txt" >&2
fi
