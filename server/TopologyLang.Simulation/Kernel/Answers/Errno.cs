namespace TopologyLang.Simulation.Kernel.Answers;

/// <summary>
/// The errnos that the simulated functions answer with, as the kernel names them (include/uapi/asm-generic/errno*.h).
/// </summary>
internal static class Errno
{
    public const string Eperm = "EPERM";
    public const string Enomem = "ENOMEM";
    public const string Enoent = "ENOENT";
    public const string Ebadf = "EBADF";
    public const string Efault = "EFAULT";
    public const string Ebusy = "EBUSY";
    public const string Eexist = "EEXIST";
    public const string Enodev = "ENODEV";
    public const string Einval = "EINVAL";
    public const string Enospc = "ENOSPC";
    public const string Enxio = "ENXIO";
    public const string Exdev = "EXDEV";
    public const string Enotty = "ENOTTY";

    /// <summary>Not of user space, but some kernel functions leak it (include/linux/errno.h, 524).</summary>
    public const string Enotsupp = "ENOTSUPP";

    public const string Eopnotsupp = "EOPNOTSUPP";
}
