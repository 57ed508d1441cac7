# The firmware demands a 1:1 mapping of one page for the network card (DMAR, reserved memory region).
/^Raw Table Data/i\
Subtable Type : 0001 [Reserved Memory Region]\
Length : 0020\
Reserved : 0000\
PCI Segment Number : 0000\
Base Address : 00000000000F0000\
End Address (limit) : 00000000000F0FFF\
Device Scope Type : 01 [PCI Endpoint Device]\
Entry Length : 08\
Flags : 00\
Reserved : 00\
Enumeration ID : 00\
PCI Bus Number : 00\
PCI Path : 03,00\

