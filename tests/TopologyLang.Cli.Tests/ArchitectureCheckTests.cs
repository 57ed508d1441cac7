using Newtonsoft.Json.Linq;

namespace TopologyLang.Cli.Tests;

/// <summary><c>topo check --arch</c>: one table of verdicts, program by architecture.</summary>
public class ArchitectureCheckTests
{
    private const string Descriptors = """
        host soc { }
        iommu main on soc { }
        device nic behind main { bus = pcie 0000:01:00.0  no_snoop = hardwired_zero }

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
    public async Task The_table_says_what_each_program_comes_to_and_why()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.topo", Descriptors);

        var result = await Topo.RunAsync("check", "--arch", "arm64,x86_64,riscv64", file);

        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            $"""
            {file}
              program  arm64                     x86_64 (as written)  riscv64
              no_wmb   stale device_reads_stale  coherent             stale device_reads_stale
              no_rmb   stale cpu_reads_stale     coherent             stale cpu_reads_stale

              no_wmb on arm64, line 9: dma_wmb required here: cpu 0 may store `own` before `desc` (arm64 keeps no order between stores), and `nic` then reads an old value of `desc` (shortest run: 3 steps)
              no_wmb on riscv64, line 9: dma_wmb required here: cpu 0 may store `own` before `desc` (riscv64 keeps no order between stores), and `nic` then reads an old value of `desc` (shortest run: 3 steps)
              no_rmb on arm64, line 20: dma_rmb required here: cpu 0 may load `data` before the flag that it waited for (arm64 keeps no order between loads) (shortest run: 1 step)
              no_rmb on riscv64, line 20: dma_rmb required here: cpu 0 may load `data` before the flag that it waited for (riscv64 keeps no order between loads) (shortest run: 1 step)
              on arm64: iommu main has model = arm_smmu_v3, not intel_vtd: the architecture's current IOMMU
              on riscv64: iommu main has model = riscv, not intel_vtd: the architecture's own IOMMU


            """,
            result.Out
        );
    }

    [Fact]
    public async Task What_is_coherent_everywhere_is_exit_code_0()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync("check", "--arch", "x86_64", folder.Write("a.topo", Descriptors));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task What_cannot_be_changed_over_is_said_and_is_exit_code_1()
    {
        using var folder = new TemporaryFolder();
        var text = Descriptors.Replace(
            "iommu main on soc { }",
            "iommu main on soc { model = amd_vi }",
            StringComparison.Ordinal
        );
        var file = folder.Write("a.topo", text);

        var result = await Topo.RunAsync("check", "--arch", "x86_64,riscv64", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no_rmb   coherent             not changed over\n", result.Out, StringComparison.Ordinal);
        Assert.Contains(
            $"not changed over to riscv64: {file}:2: amd_vi is not found on riscv64 machines such as `soc`\n",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_mistake_in_the_file_is_exit_code_1_and_said()
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync(
            "check",
            "--arch",
            "x86_64",
            folder.Write("a.topo", Descriptors + "\nhost other { kernl = 6.8 }\n")
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "the file has 1 mistake: see topo check without --arch\n",
            result.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task As_json_it_is_one_object_for_all_files()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.Write("a.topo", Descriptors), folder.Write("b.topo", "host desk { }\n"));

        var result = await Topo.RunAsync("check", "--arch", "x86_64,arm64", "--format", "json", first, second);

        var json = JObject.Parse(result.Out);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["x86_64", "arm64"], json["architectures"]!.Values<string>());
        Assert.Equal([first, second], json["files"]!.Select(file => (string?)file["file"]));
        var answers = json["files"]![0]!["programs"]![0]!["answers"]!;
        Assert.Equal(["coherent", "stale"], answers.Select(answer => (string?)answer["verdict"]));
        Assert.Equal(9, (int?)answers[1]!["line"]);
        Assert.StartsWith("dma_wmb required here", (string?)answers[1]!["why"], StringComparison.Ordinal);
        Assert.Equal([true, false], json["files"]![0]!["changedOver"]!.Select(column => (bool)column["asWritten"]!));
    }

    [Theory]
    [InlineData(
        "--arch needs architectures, with commas between them; 'arm65' is none; did you mean 'arm64'? "
            + "(known: x86_64, arm64, arm, riscv64, s390x, ppc64, loongarch64)",
        "--arch",
        "x86_64,arm65"
    )]
    [InlineData("'' is none (known:", "--arch", "x86_64,,arm64")]
    [InlineData("Required argument missing for option: '--arch'", "--arch")]
    [InlineData("--arch prints one table and ends: leave --watch out", "--arch", "x86_64", "--watch")]
    [InlineData("--arch has the formats text and json", "--arch", "x86_64", "--format", "sarif")]
    public async Task Wrong_usage_is_exit_code_2_with_a_word(string word, params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var result = await Topo.RunAsync(["check", folder.Write("a.topo", Descriptors), .. arguments]);

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains(word, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_exit_code_2_and_the_others_are_still_compared()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "missing.topo");

        var result = await Topo.RunAsync("check", "--arch", "x86_64", missing, folder.Write("a.topo", Descriptors));

        Assert.Equal((2, $"topo: {missing} does not exist\n"), (result.ExitCode, result.Error));
        Assert.Contains("no_wmb   coherent", result.Out, StringComparison.Ordinal);
    }
}
