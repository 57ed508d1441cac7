/* domains.c, nested.c: the devices and domains of a question, and what attaches the ones to the others. */
struct device {
	const char *address;
	int group, file;          /* open files; FAILED where there are none */
	unsigned id;              /* in the iommufd that it is bound to */
	struct domain *domain;    /* 0: none */
	int in_kvm;
};

struct domain {
	char name[32], parent[32];
	int is_iommufd, file, users, is_mapped;
	unsigned ioas, parent_table;
	struct domain *below;     /* the parent; 0: none */
};

/* Each answers 0, or FAILED with errno. */
int open_domain(struct domain *domain);
int attach(struct device *device, struct domain *domain);
int detach(struct device *device, struct domain *domain);
int close_files(struct device *device);     /* those that KVM does not hold; FAILED, with the errno of before */
int map_page(const struct domain *domain, uint64_t address);
int unmap_page(const struct domain *domain, uint64_t address);

/* VFIO_DMA_CC_IOMMU of the container, or of the interface of iommufd that stands for one. */
int dma_cc(const struct domain *domain);

int attach_nested(struct device *device, struct domain *domain);
