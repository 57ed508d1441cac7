# The root complex says that it forces write-back on every request (IORT, memory access flags, bit 2: CANWBS).
s/\(Memory Flags (decoded below) : \).*/\107/
