using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests;

/// <summary>What changes for a file from one kernel version to the next.</summary>
public partial class KernelSweepTests
{
    [Fact]
    public void An_enforcement_that_comes_and_goes_is_a_change_each_time_with_its_reason()
    {
        // After examples/iommufd-shared-page-table.topo.
        var comparison = Sweep(
            """
            host server { kernel = 6.8 }
            iommu gfx on server { model = intel_vtd  snoop_control = no }
            iommu main on server { model = intel_vtd  snoop_control = yes }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            domain ioas on server { api = iommufd  attach = [igpu, nic] }
            """
        );

        Assert.Equal(
            [
                "6.2 attach igpu to ioas ENOENT ok",
                "6.2 attach nic to ioas ENOENT ok",
                "6.2 nic box 3 box 1",
                "6.7 nic box 1 box 3",
            ],
            Lines(comparison)
                .Where(line =>
                    line.Contains(" attach ", StringComparison.Ordinal)
                    || line.Contains(" nic ", StringComparison.Ordinal)
                )
        );
        var upgrade = Assert.Single(comparison.Changes, change => change is { Subject: "nic", Version: { Minor: 7 } });
        Assert.Contains("never upgraded", upgrade.Why!.Text, StringComparison.Ordinal);
        Assert.NotNull(upgrade.Why.Source);
    }

    [Fact]
    public void Where_nothing_differs_there_is_no_change() =>
        Assert.Empty(
            Sweep(
                "host desk { kernel = 6.8 }\ndevice card on desk { bus = pcie 0000:03:00.0  no_snoop = used }\n"
            ).Changes
        );

    [Fact]
    public void The_kernel_that_the_file_names_does_not_matter() =>
        Assert.Equal(
            Lines(Sweep(Checked.Machine)),
            Lines(Sweep(Checked.Machine.Replace("6.8", "5.15", StringComparison.Ordinal)))
        );

    /// <summary>
    /// CVE-2025-71089 switched SVA off in updates of old releases, and CVE-2025-71202 on again in one of them.
    /// </summary>
    [Fact]
    public void Updates_of_a_release_are_compared_with_each_other()
    {
        var comparison = Sweep(
            """
            host desk { vendor = amd }
            iommu unit on desk { model = amd_vi }
            device npu behind unit { bus = pcie 0000:03:00.0  pasid = yes  ats = yes }
            domain process on desk { api = sva  attach = [npu] }
            """
        );

        Assert.Equal(
            [
                "6.10 attach npu to process ENODEV ok",
                "6.12.64 attach npu to process ok EOPNOTSUPP",
                "6.18.4 attach npu to process ok EOPNOTSUPP",
                "6.18.7 attach npu to process EOPNOTSUPP ok",
            ],
            Lines(comparison)
                .Where(line => line.Contains(" attach ", StringComparison.Ordinal) && !line.EndsWith("ENOSPC"))
        );
        var off = comparison.Changes.Single(change =>
            change is { Version: { Minor: 12, Patch: 64 }, Subject: ['a', ..] }
        );
        Assert.Equal("sva-off-on-x86", Assert.Single(off.Fixes).Name);
    }

    [Fact]
    public void Branches_hold_every_version_once()
    {
        var branches = KernelBranch.Of(VersionSwitches.Versions);

        Assert.Equal(VersionSwitches.Versions.Order(), branches.SelectMany(branch => branch.Versions).Order());
        Assert.Equal(KernelBranch.Mainline, branches[^1].Name);
        Assert.Empty(((string[])["5.15.y", "6.1.y", "6.6.y", "6.12.y"]).Except(branches.Select(branch => branch.Name)));
    }

    /// <summary>Each answer has a value for each version.</summary>
    [Fact]
    public void The_matrix_agrees_with_the_changes()
    {
        var comparison = Sweep(Checked.Machine);

        Assert.All(comparison.Answers, row => Assert.Equal(comparison.Versions.Length, row.Values.Length));
        Assert.All(
            comparison.Changes,
            change =>
                Assert.Equal(
                    change.After,
                    comparison
                        .Answers.First(row =>
                            (row.Kind, row.Scenario, row.Subject) == (change.Kind, change.Scenario, change.Subject)
                        )
                        .Values[comparison.Versions.IndexOf(change.Version)]
                )
        );
    }

    [Fact]
    public void Each_version_is_told_before_it_is_simulated()
    {
        var told = new List<KernelVersion>();

        KernelSweep.Of(Checked.Text(Checked.Machine), CancellationToken.None, told.Add);

        Assert.Equal(VersionSwitches.Versions, told);
    }

    [Fact]
    public void A_cancelled_comparison_ends() =>
        Assert.Throws<OperationCanceledException>(() =>
            KernelSweep.Of(Checked.Text(Checked.Machine), new CancellationToken(canceled: true))
        );

    [Fact]
    public void Switches_are_in_order() =>
        Assert.Equal(VersionSwitches.OfTheCore.OrderBy(one => one.Since), VersionSwitches.OfTheCore);

    /// <summary>
    /// A version that the simulation compares with and that is not compared here would be a change that nobody sees.
    /// What fails here wants a row in VersionSwitches.
    /// </summary>
    [Fact]
    public void Every_version_that_the_simulation_knows_is_compared()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "server", "TopologyLang.Simulation");
        var versions = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .SelectMany(file =>
                Version()
                    .Matches(File.ReadAllText(file))
                    .Select(match => (File: Path.GetFileName(file), Version: Parse(match)))
            )
            .ToList();

        Assert.True(versions.Count > 50);
        Assert.Empty(
            versions
                .Where(found => !VersionSwitches.Versions.Contains(found.Version))
                .Select(found => $"{found.File}: {found.Version}")
        );
    }

    private static KernelVersion Parse(Match match) =>
        new(Number(match.Groups[1]), Number(match.Groups[2]), match.Groups[3].Success ? Number(match.Groups[3]) : 0);

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    /// <summary>That nothing differs would be said of nothing.</summary>
    [Theory]
    [InlineData("model = other", true)]
    [InlineData("model = intel_vtd  snoop_control = yes", false)]
    public void Where_no_answer_is_known_nothing_is_compared(string unit, bool nothing) =>
        Assert.Equal(
            nothing,
            Sweep(
                $$"""
                host desk { kernel = 6.8 }
                iommu main on desk { {{unit}} }
                device nic behind main { bus = pcie 0000:03:00.0 }
                domain space on desk { api = vfio_type1  attach = [nic] }
                """
            ).NothingIsKnown
        );

    private static KernelComparison Sweep(string text) => KernelSweep.Of(Checked.Text(text), CancellationToken.None);

    private static IEnumerable<string> Lines(KernelComparison comparison) =>
        comparison.Changes.Select(change => $"{change.Version} {change.Subject} {change.Before} {change.After}");

    /// <summary><c>new(6, 2)</c> or <c>new KernelVersion(6, 14, 6)</c>.</summary>
    [GeneratedRegex(@"new(?: KernelVersion)?\(([5-9]), (\d+)(?:, (\d+))?\)")]
    private static partial Regex Version();
}
