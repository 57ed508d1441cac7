#!/bin/sh
# Builds a kernel that has what distributions leave out, for the questions about iommufd:
#
#     sh tests/qemu-witness/kernel/build.sh SOURCE amd64|arm64 KERNEL_FOLDER
#
# SOURCE is an unpacked kernel source (Debian: linux-source-7.2). It needs what a kernel needs (make, gcc, bc, bison, flex, libelf), and takes
# about ten minutes on two CPUs. What differs from a distribution's kernel is in the .config files here: iommufd, a file for each VFIO device,
# and a /dev/mem that reaches all memory (guest/unit.c).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$1" && pwd)
architecture=$2
mkdir -p "$3"
folder=$(cd "$3" && pwd)
case $architecture in
amd64) set -- ARCH=x86_64 ${CROSS_COMPILE:+CROSS_COMPILE="$CROSS_COMPILE"} ; target=bzImage image=arch/x86/boot/bzImage ;;
arm64) set -- ARCH=arm64 CROSS_COMPILE="${CROSS_COMPILE-aarch64-linux-gnu-}" ; target=Image.gz image=arch/arm64/boot/Image.gz ;;
*) echo "an architecture that is not known: $architecture" >&2; exit 2 ;;
esac
build=$folder/build
mkdir -p "$build"
make -C "$source" O="$build" "$@" tinyconfig >/dev/null
(cd "$source" && scripts/kconfig/merge_config.sh -m -O "$build" "$build/.config" "$here/common.config" "$here/$architecture.config") >/dev/null
make -C "$source" O="$build" "$@" olddefconfig >/dev/null
grep -h '^CONFIG' "$here/common.config" "$here/$architecture.config" | while read -r wanted; do
    grep -qxF "$wanted" "$build/.config" || echo "this kernel has no $wanted" >&2
done
make -C "$source" O="$build" "$@" -j"$(nproc)" "$target"
cp "$build/$image" "$folder/vmlinuz"
cp "$build/.config" "$folder/config"
