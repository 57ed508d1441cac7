# The firmware says that the platform does not remap interrupts, whatever the unit can (DMAR, flags, bit 0: INTR_REMAP).
s/^\(\[025h.*Flags : \).*/\100/
