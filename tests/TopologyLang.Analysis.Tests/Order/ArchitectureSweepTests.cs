using System.Collections.Immutable;
using TopologyLang.Analysis.Architectures;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests.Order;

public class ArchitectureSweepTests
{
    private static readonly ImmutableArray<Architecture> Three =
    [
        Architecture.Arm64,
        Architecture.X86_64,
        Architecture.Riscv64,
    ];

    private const string Soc = """
        host soc { }
        iommu main on soc { }
        device nic behind main { bus = pcie 0000:01:00.0  no_snoop = hardwired_zero  dma_coherent = yes }

        """;

    /// <summary>The commonest faults of drivers that were only run on x86.</summary>
    private const string Descriptors = """
        program no_wmb on soc using nic {
          buffer desc = 64B wb
          buffer own  = 64B wb
          cpu 0 write desc
          cpu 0 write own
          dma wait own
          dma read desc
        }

        program no_rmb on soc using nic {
          buffer data = 64B wb
          buffer done = 64B wb
          dma write data
          dma write done
          cpu 0 wait done
          cpu 0 read data
        }

        """;

    [Fact]
    public void A_descriptor_without_its_barrier_is_stale_everywhere_but_on_x86()
    {
        Assert.Equal(
            [
                "no_wmb: stale device_reads_stale, coherent, stale device_reads_stale",
                "no_rmb: stale cpu_reads_stale, coherent, stale cpu_reads_stale",
            ],
            Rows(Soc + Descriptors)
        );
    }

    [Fact]
    public void With_their_barriers_they_are_coherent_everywhere() =>
        Assert.Equal(
            ["no_wmb: coherent, coherent, coherent", "no_rmb: coherent, coherent, coherent"],
            Rows(
                Soc
                    + Descriptors
                        .Replace(
                            "  cpu 0 write own",
                            "  cpu 0 barrier dma_wmb\n  cpu 0 write own",
                            StringComparison.Ordinal
                        )
                        .Replace(
                            "  cpu 0 read data",
                            "  cpu 0 barrier dma_rmb\n  cpu 0 read data",
                            StringComparison.Ordinal
                        )
            )
        );

    /// <summary>It is the same on whatever architecture the file is written for, and however it says so.</summary>
    [Theory]
    [InlineData("host soc { }")]
    [InlineData("host soc { arch = arm64 }")]
    [InlineData("host soc {\n  kernel = 7.2\n  arch = riscv64 // a board\n}")]
    [InlineData("host soc { vendor = amd }")]
    [InlineData("host soc : arm_server { }")]
    [InlineData("host soc : intel_server {\n}")]
    public void The_architecture_of_the_file_changes_nothing(string host) =>
        Assert.Equal(
            [
                "no_wmb: stale device_reads_stale, coherent, stale device_reads_stale",
                "no_rmb: stale cpu_reads_stale, coherent, stale cpu_reads_stale",
            ],
            Rows((Soc + Descriptors).Replace("host soc { }", host, StringComparison.Ordinal))
        );

    [Theory]
    // The model, written or by a template.
    [InlineData(
        "iommu main on soc { model = intel_vtd }",
        "intel_vtd is not found on arm64 machines such as `soc`",
        "not changed over"
    )]
    [InlineData(
        "iommu main : intel_haswell_gfx on soc { }",
        "intel_vtd is not found on arm64 machines such as `soc`",
        "not changed over"
    )]
    // A property that only the default model of x86 has.
    [InlineData(
        "iommu main on soc { snoop_control = no }",
        "`snoop_control` is a property of intel_vtd, and `main` is arm_smmu_v3",
        "not changed over"
    )]
    public void What_the_architecture_does_not_have_is_said_and_not_guessed(string iommu, string obstacle, string word)
    {
        var comparison = Of((Soc + Descriptors).Replace("iommu main on soc { }", iommu, StringComparison.Ordinal));

        Assert.StartsWith(obstacle, Assert.Single(comparison.Columns[0].Obstacles).Message, StringComparison.Ordinal);
        Assert.Empty(comparison.Columns[1].Obstacles);
        Assert.All(comparison.Rows, row => Assert.Equal([word, "coherent", word], Words(row)));
        Assert.All(comparison.Rows, row => Assert.Null(row.Answers[0].Run));
        Assert.False(comparison.IsCoherent);
    }

    [Fact]
    public void An_instruction_of_x86_is_not_changed_over_and_other_programs_are()
    {
        var comparison = Of(
            Soc
                + Descriptors
                + """
                program flush on soc using nic {
                  buffer b = 64B wb
                  cpu 0 write b
                  cpu 0 clflush b
                  dma read b
                }
                """
        );

        Assert.Equal(["not changed over", "coherent", "not changed over"], Words(comparison.Rows[^1]));
        Assert.Equal(
            (24, "`clflush` is an instruction of x86, and the host `soc` is arm64"),
            (comparison.Rows[^1].Answers[0].Line, comparison.Rows[^1].Answers[0].Why)
        );
        Assert.Equal("stale device_reads_stale", comparison.Rows[0].Answers[0].Word);
    }

    /// <summary>Another machine's device is no obstacle of this one's programs.</summary>
    [Fact]
    public void An_obstacle_of_another_host_does_not_count() =>
        Assert.Equal(
            "no_wmb: stale device_reads_stale, coherent, stale device_reads_stale",
            Rows(Soc + Descriptors + "host other { }\niommu unit on other { model = intel_vtd }\n")[0]
        );

    [Fact]
    public void What_the_file_leaves_out_and_the_architecture_fills_in_otherwise_is_noted()
    {
        var comparison = Of(
            """
            host soc { vendor = amd }
            iommu main on soc { }
            device engine behind main { bus = platform }
            program p on soc using engine {
              buffer b = 64B wb
              cpu 0 write b
              dma read b
            }
            """
        );

        Assert.Equal(
            [
                "vendor = amd of host soc makes no such CPUs: simulated with vendor = arm",
                "iommu main has model = arm_smmu_v3, not amd_vi: the architecture's current IOMMU",
                "device engine has dma_coherent = no, not yes: firmware must say so for a platform device on this "
                    + "architecture",
                "device engine has cpm = no, not yes: as dma_coherent says",
            ],
            comparison.Columns[0].Notes.AsEnumerable()
        );
        Assert.Empty(comparison.Columns[1].Notes);
        Assert.Equal(["stale device_reads_stale", "coherent"], Words(comparison.Rows[0])[..2]);
    }

    /// <summary>A program that is not understood is in the table, and never coherent.</summary>
    [Fact]
    public void A_program_with_a_mistake_is_an_error_on_every_architecture()
    {
        var comparison = Of(Soc + "program p on soc using nic {\n  buffer b = 64B wb\n  dma raed b\n}\n");

        Assert.All(comparison.Rows, row => Assert.Equal(["error", "error", "error"], Words(row)));
        Assert.False(comparison.IsCoherent);
    }

    [Fact]
    public void A_run_of_a_scenario_is_a_row_of_its_own()
    {
        var comparison = Of(
            Soc.Replace(
                "iommu main on soc { }",
                "iommu main on soc { }\ndomain space on soc { }",
                StringComparison.Ordinal
            )
                + Descriptors
                + "scenario twice {\n  run no_wmb\n  run no_rmb\n}\n"
        );

        Assert.Equal(
            [("no_wmb", "twice", 0), ("no_rmb", "twice", 1)],
            comparison.Rows.Select(row => (row.Program, row.Scenario, row.Run))
        );
    }

    [Fact]
    public void The_place_is_that_of_the_file_as_it_is_written()
    {
        var comparison = Of(
            (Soc + Descriptors).Replace("host soc { }", "host soc {\n  kernel = 6.8\n}", StringComparison.Ordinal)
        );

        Assert.Equal(10, comparison.Rows[0].Answers[0].Line);
        Assert.Equal(21, comparison.Rows[1].Answers[0].Line);
    }

    private static ArchitectureComparison Of(string text) =>
        ArchitectureSweep.Of(Checked.Text(text), Three, CancellationToken.None);

    private static List<string> Rows(string text) =>
        [.. Of(text).Rows.Select(row => $"{row.Program}: {string.Join(", ", Words(row))}")];

    private static List<string> Words(ArchitectureRow row) => [.. row.Answers.Select(answer => answer.Word)];
}
