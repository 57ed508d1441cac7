namespace TopologyLang.Simulation.Topology;

/// <summary>What a vendor's kernel may have beside the release or update that its number names.</summary>
public enum Carried
{
    /// <summary>Nothing that is known to matter: Debian's, where its upstream version is known.</summary>
    Nothing,

    /// <summary>
    /// Its number names the release, and it is an update of it that the name does not tell: Debian's ABI names.
    /// </summary>
    SomeUpdate,

    /// <summary>Fixes of later kernels: Ubuntu's and Proxmox's, where their upstream version is known.</summary>
    LaterFixes,

    /// <summary>Whole subsystems of later kernels: RHEL's, and everybody's of whom nothing is known.</summary>
    LaterCode,
}

/// <summary>A kernel that does not come from kernel.org.</summary>
/// <param name="Release">As the kernel calls itself (<c>uname -r</c>), or as the file names it.</param>
/// <param name="Vendor">For people.</param>
public sealed record VendorKernel(string Release, string Vendor, Carried Carries);
