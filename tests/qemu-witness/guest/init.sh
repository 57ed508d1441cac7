#!/bin/busybox sh
# The guest's first process: loads modules, takes each device of dut=A,B,... with vfio-pci, asks the probe in each mode, collects what the
# machine shows, and leaves both on the console. It never returns: the machine is switched off.
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev 2>/dev/null
mount -t tracefs trace /sys/kernel/tracing 2>/dev/null
while read -r module; do insmod "/modules/$module" 2>/dev/null; done </modules.txt
devices=$(sed -n 's/.*\bdut=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')
# Debian's own version where it is Debian's build, else what the build calls itself.
kernel=$(uname -v | sed -n 's/.*Debian \([0-9.]*\)-.*/\1/p')
kernel=${kernel:-$(uname -r)}
unsafe=/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts

# One mapped page is an event for each page table that it is mapped into.
echo 1 >/sys/kernel/tracing/events/iommu/map/enable 2>/dev/null
for change in register unregister; do
    echo "p:witness/kvm_${change}s kvm_arch_${change}_noncoherent_dma" >>/sys/kernel/tracing/kprobe_events 2>/dev/null
done
# A return probe on the function that KVM handles the guest's WBINVD with would fire in both cases; the one on the flush does not.
for flush in wbinvd_on_cpus_mask wbinvd_ipi wbinvd_on_all_cpus; do
    echo "p:witness/kvm_emulated_wbinvd $flush" >>/sys/kernel/tracing/kprobe_events 2>/dev/null && break
done
echo 1 >/sys/kernel/tracing/events/witness/enable 2>/dev/null

driver() { d=$(readlink "/sys/bus/pci/devices/$1/driver") && echo "${d##*/}"; }
take() {
    [ -e "/sys/bus/pci/devices/$1/driver" ] && echo "$1" >"/sys/bus/pci/devices/$1/driver/unbind"
    echo vfio-pci >"/sys/bus/pci/devices/$1/driver_override"
    echo "$1" >/sys/bus/pci/drivers_probe
}
# Modes after strict only ask where strict was refused for the reason that the mode takes away.
prepare() {
    case $1 in
    strict) ;;
    unsafe) grep -q 'SET_IOMMU_TYPE1v2:errno=1' /answers && [ -e $unsafe ] && echo 1 >$unsafe ;;
    unbindgroup)
        grep -q 'SET_CONTAINER:errno=1' /answers || return 1
        for d in $devices; do
            for member in /sys/bus/pci/devices/"$d"/iommu_group/devices/*; do
                case $(driver "${member##*/}") in '' | vfio-pci | pcieport) ;; *) echo "${member##*/}" >"$member/driver/unbind" ;; esac
            done
        done
        ;;
    esac
}

mkdir -p /boot && cp /config "/boot/config-$(uname -r)" 2>/dev/null

# What the machine shows is collected before the probe touches it, except that the devices are taken already.
for d in $devices; do take "$d"; done
sh /collect.sh /machine.tar 2>/dev/null
: >/answers
for mode in strict unbindgroup unsafe; do
    prepare $mode || continue
    for d in $devices; do
        bound=$(driver "$d")
        printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$kernel" "$d" "$mode" "${bound:-REFUSED}" "$(probe attach "$d")" "$(probe iommufd "$d")" "$(probe kvm "$d")" >>/answers
    done
    # By twos: the first two devices, and the third one with the fourth or again the first.
    for question in /questions/*.topo; do
        # shellcheck disable=SC2086 # several devices
        set -- $devices
        ask "$question" "$1" "$2" $mode
        ask "$question" "$3" "${4:-$1}" $mode
    done >>/asked
done
dmesg -n 1
echo
echo '==ANSWERS=='
cat /answers
echo '==ASKED=='
cat /asked
echo '==MACHINE=='
gzip -c /machine.tar | base64
echo '==END=='
sync
poweroff -f
