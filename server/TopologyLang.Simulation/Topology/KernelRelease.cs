using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TopologyLang.Simulation.Topology;

/// <summary>
/// A kernel as it names itself (<c>uname -r</c>, <c>uname -v</c>, /proc/version_signature): the upstream version, as
/// far as it can be known, and the vendor. Null for a release or update of kernel.org.
/// </summary>
public sealed partial record KernelRelease(KernelVersion Version, VendorKernel? Vendor)
{
    public const string Debian = "Debian";

    private sealed record Form(Regex Pattern, string Vendor, Carried Carries);

    /// <summary>What says the upstream version in words: of a longer text, these count first.</summary>
    private static readonly ImmutableArray<Form> Sentences =
    [
        // uname -v: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)".
        new(DebianBuild(), Debian, Carried.Nothing),
        // /proc/version_signature: "Ubuntu 5.15.0-122.132-generic 5.15.163"; Proxmox has none.
        new(UbuntuSignature(), "Ubuntu", Carried.LaterFixes),
    ];

    /// <summary>The first one that matches counts.</summary>
    private static readonly ImmutableArray<Form> Forms =
    [
        .. Sentences,
        new(Proxmox(), "Proxmox", Carried.LaterFixes),
        // Since Debian 13: 6.12.48+deb13-amd64; backports before: 6.12.12+bpo-amd64.
        new(DebianUpdate(), Debian, Carried.Nothing),
        // Up to Debian 12 a name that stays: 6.1.0-28-amd64, of backports 6.1.0-0.deb11.11-amd64.
        new(DebianAbi(), Debian, Carried.SomeUpdate),
        new(ReleaseCandidate(), "a release candidate", Carried.LaterCode),
        new(RedHat(), "RHEL", Carried.LaterCode),
        new(Ubuntu(), "Ubuntu", Carried.LaterCode),
        new(Fedora(), "Fedora", Carried.LaterCode),
        new(Other(), "unknown vendor", Carried.LaterCode),
    ];

    public static KernelRelease? Parse(string text)
    {
        if (KernelVersion.TryParse(text, out var plain))
        {
            return new KernelRelease(plain, null);
        }

        return Match(Forms, text);
    }

    /// <summary>In a text that says more, such as all of <c>uname -a</c> or the first line of a boot log.</summary>
    public static KernelRelease? Find(string text) =>
        Match(Sentences, text)
        ?? (FirstRelease().Match(text) is { Success: true } release ? Parse(release.Value.TrimEnd('.', ',')) : null);

    private static KernelRelease? Match(ImmutableArray<Form> forms, string text)
    {
        foreach (var form in forms)
        {
            if (
                form.Pattern.Match(text) is { Success: true } match
                && KernelVersion.TryParse(match.Groups["version"].Value, out var version)
            )
            {
                var vendor = new VendorKernel(match.Value, form.Vendor, form.Carries);
                return new KernelRelease(match.Groups["candidate"].Success ? Before(version) : version, vendor);
            }
        }

        return null;
    }

    /// <summary>A candidate may lack what its release has.</summary>
    private static KernelVersion Before(KernelVersion release) =>
        KernelVersions.Releases.Where(one => one < release).DefaultIfEmpty(release).Last();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}(\.0)?)[-~](?<candidate>rc\d{1,2})(?!\d)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex ReleaseCandidate();

    /// <summary>
    /// By itself, or behind the number of the build: a boot log names the compiler's package before, "(Debian
    /// 14.2.0-19)".
    /// </summary>
    [GeneratedRegex(
        @"(?<=^|#\d[\w.~+-]{0,32}( [A-Z_]{1,32}){0,8} )Debian (?<version>\d{1,4}\.\d{1,4}\.\d{1,4})-\d[\w.+~]{0,32}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex DebianBuild();

    [GeneratedRegex(
        @"\bUbuntu \d[\w.~+-]{0,64} (?<version>\d{1,4}\.\d{1,4}\.\d{1,4})(?![\w.-])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex UbuntuSignature();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.\d{1,4})-\d{1,4}-pve(?![\w.-])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Proxmox();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.\d{1,4})(\+(deb\d{1,3}(u\d{1,3})?|bpo)(\.\d{1,3})?)-"
            + Debians
            + @"(?![\w.-])|(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.[1-9]\d{0,3})-"
            + Debians
            + @"(?![\w.-])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex DebianUpdate();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.0)-(0\.(deb\d{1,3}|bpo)\.)?\d{1,4}-" + Debians + @"(?![\w.-])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex DebianAbi();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.\d{1,4})-\d[\w.]{0,48}\.el\d{1,2}[\w.+-]{0,32}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex RedHat();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.\d{1,4})-\d{1,4}"
            + "-(generic|lowlatency|aws|azure|gcp|gke|oracle|ibm|oem|kvm|nvidia|raspi|realtime)"
            + @"(-[\w.]{1,16}){0,2}(?![\w.-])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Ubuntu();

    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}\.\d{1,4})-\d[\w.]{0,32}\.fc\d{1,3}[\w.+-]{0,32}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Fedora();

    [GeneratedRegex(@"(?<![\w.-])\d{1,4}\.\d{1,4}(\.\d{1,4})?[\w.+~-]{0,64}", RegexOptions.CultureInvariant)]
    private static partial Regex FirstRelease();

    /// <summary>
    /// A number with something behind it; also what somebody built for himself (6.8.0+) and a release candidate.
    /// </summary>
    [GeneratedRegex(
        @"(?<![\w.-])(?<version>\d{1,4}\.\d{1,4}(\.\d{1,4})?)[-+~_][\w.+~-]{0,64}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Other();

    /// <summary>What Debian's packages linux-image-* end in.</summary>
    private const string Debians =
        "((rt|cloud)-)?(amd64|arm64(-16k)?|686(-pae)?|armmp(-lpae)?|riscv64|s390x|powerpc64le|loong64|"
        + "loongson-3|octeon)(-unsigned)?";
}
