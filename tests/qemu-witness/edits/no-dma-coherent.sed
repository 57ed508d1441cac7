# No device and no SMMU is called coherent.
/dma-coherent;/d
