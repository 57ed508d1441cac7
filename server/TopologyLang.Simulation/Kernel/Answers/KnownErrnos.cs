using System.Collections.Immutable;

namespace TopologyLang.Simulation.Kernel.Answers;

/// <summary>
/// Every errno that a simulated operation can be refused with: what an <c>expect ... fails</c> may name.
/// </summary>
public static class KnownErrnos
{
    public static readonly ImmutableArray<string> All =
    [
        Errno.Einval,
        Errno.Ebusy,
        Errno.Eperm,
        Errno.Enodev,
        Errno.Eopnotsupp,
        Errno.Enoent,
        Errno.Eexist,
        Errno.Ebadf,
        Errno.Enxio,
        Errno.Exdev,
        Errno.Enotty,
        Errno.Enotsupp,
        Errno.Enomem,
        Errno.Enospc,
        Errno.Efault,
    ];
}
