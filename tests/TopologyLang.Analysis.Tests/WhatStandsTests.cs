using TopologyLang.Analysis.Pipeline;

namespace TopologyLang.Analysis.Tests;

/// <summary>What is still mapped, attached and known after the operations before.</summary>
public class WhatStandsTests
{
    private static string Guest(string api, string operations) =>
        $$"""
            host desk { kernel = 6.12 }
            iommu unit on desk { model = intel_vtd  snoop_control = yes }
            device gpu behind unit { bus = pcie 0000:04:00.0 }
            device nic behind unit { bus = pcie 0000:05:00.0 }
            domain space on desk { api = {{api}} }
            domain other on desk { api = {{api}} }
            guest vm on desk { assign = [gpu via space, nic via space] }
            program p in vm using gpu { buffer b = 4KiB wb; cpu 0 write b; dma read b }
            program q in vm using nic { buffer b = 4KiB wb; cpu 0 write b; dma read b }
            scenario s {
              {{operations}}
            }
            """;

    [Theory]
    // What was mapped is gone with the last device, and an IOAS keeps it.
    [InlineData(
        "vfio_type1",
        "attach gpu to space; map space; run p; detach gpu from space; attach gpu to space; run p; map space; run p",
        "ok ok Coherent ok ok Error ok Coherent"
    )]
    [InlineData(
        "vhost_vdpa",
        "attach gpu to space; map space; run p; detach gpu from space; attach gpu to space; run p; map space; run p",
        "ok ok Coherent ok ok Error ok Coherent"
    )]
    [InlineData(
        "iommufd",
        "attach gpu to space; map space; run p; detach gpu from space; attach gpu to space; run p; map space; run p",
        "ok ok Coherent ok ok Coherent EEXIST Coherent"
    )]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; map space; attach gpu to other; attach gpu to space; run p",
        "ok ok ok ok Error"
    )]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; attach nic to space; map space; detach gpu from space; attach gpu to space; run p",
        "ok ok ok ok ok Coherent"
    )]
    [InlineData(
        "vhost_vdpa",
        "attach gpu to space; attach nic to space; map space; detach gpu from space; attach gpu to space; run p; run q",
        "ok ok ok ok ok Error Coherent"
    )]
    // Each file of vhost-vdpa has mappings of its own.
    [InlineData(
        "vhost_vdpa",
        "attach gpu to space; map space; attach nic to space; run q; run p; map space; run q; map space; detach nic "
            + "from space; detach gpu from space; map space",
        "ok ok ok Error Coherent ok Coherent EEXIST ok ok EBADF"
    )]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; map space; attach nic to space; run q; run p",
        "ok ok ok Coherent Coherent"
    )]
    // A scenario that maps a domain itself has nothing there before; one that says nothing leaves it to the VMM.
    [InlineData("vfio_type1", "attach gpu to space; run p; map space; run p", "ok Error ok Coherent")]
    [InlineData("vfio_type1", "map space; attach gpu to space; run p", "EINVAL ok Error")]
    [InlineData("iommufd", "map space; attach gpu to space; run p", "ok ok Coherent")]
    [InlineData("vhost_vdpa", "map space; attach gpu to space; run p", "EBADF ok Error")]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; detach gpu from space; attach gpu to space; run p",
        "ok ok ok Coherent"
    )]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; unmap space; detach gpu from space; attach gpu to space; run p",
        "ok ok ok ok Error"
    )]
    // A host that starts anew does again what stood, and no more.
    [InlineData("vfio_type1", "attach gpu to space; map space; upgrade desk to 6.18; run p", "ok ok ok ok ok Coherent")]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; map space; detach gpu from space; upgrade desk to 6.18; attach gpu to space; run p",
        "ok ok ok ok ok Error"
    )]
    [InlineData(
        "vfio_type1",
        "attach gpu to space; unmap space; detach gpu from space; attach gpu to space; upgrade desk to 6.18; run p",
        "ok ok ok ok ok ok Error"
    )]
    [InlineData("iommufd", "attach gpu to space; unmap space; upgrade desk to 6.18; run p", "ok ok ok ok ok Error")]
    public void What_is_mapped(string api, string operations, string expected) =>
        Assert.Equal(expected, Answers(Guest(api, operations)));

    private const string Unread = """
        host soc { arch = arm64  kernel = 5.15  allow_unsafe_interrupts = yes }
        iommu odd on soc { model = mtk }
        iommu smmu on soc { model = arm_smmu_v3  stage1 = yes }
        device nic behind odd { bus = platform  dma_coherent = yes }
        device gpu behind smmu { bus = platform  dma_coherent = yes }
        device npu behind smmu { bus = platform  dma_coherent = yes }
        domain space on soc { api = vfio_type1 }
        domain other on soc { api = vfio_type1 }
        guest vm on soc { assign = [nic via space, gpu via space] }
        guest bare on soc { }
        program p in vm using nic { buffer b = 4KiB wb; cpu 0 write b; dma read b }
        program q in vm using gpu { buffer b = 4KiB wb; cpu 0 write b; dma read b }
        program r on soc using npu { buffer b = 4KiB wb; cpu 0 write b; dma read b }
        scenario s {
          attach nic to space

        """;

    /// <summary>The first attach is not known, and so is what depends on it; what does not is as ever.</summary>
    [Theory]
    [InlineData("map space", "unknown")]
    [InlineData("unmap space", "unknown")]
    [InlineData("map space; map space", "unknown unknown")]
    [InlineData("map other", "EINVAL")]
    [InlineData("detach nic from space", "unknown")]
    [InlineData("detach nic from other", "unknown")]
    [InlineData("attach nic to space", "unknown")]
    [InlineData("attach nic to other; map other", "unknown unknown")]
    [InlineData("attach gpu to space", "unknown")]
    [InlineData("attach gpu to space; run q", "unknown Undecided")]
    [InlineData("attach gpu to other; map other; run q", "ok ok Coherent")]
    [InlineData("kvm add nic to vm", "unknown")]
    [InlineData("kvm add nic to vm; kvm remove nic from vm", "unknown unknown")]
    [InlineData("kvm add gpu to vm; kvm add nic to vm; kvm remove gpu from vm", "EINVAL unknown unknown")]
    [InlineData("attach gpu to other; kvm add nic to vm; kvm add gpu to vm", "ok unknown unknown")]
    [InlineData("attach npu to other; kvm add npu to bare; run r", "ok ok Error")]
    [InlineData(
        "kvm add nic to bare; attach npu to other; run r; kvm add npu to bare; run r",
        "unknown ok Coherent unknown Undecided"
    )]
    [InlineData("kvm add nic to bare; kvm add npu to bare; attach npu to other", "unknown unknown unknown")]
    [InlineData("set nic no_snoop enabled by guest", "unknown")]
    [InlineData("reset nic", "unknown")]
    [InlineData("run p", "Undecided")]
    public void What_depends_on_an_unknown_answer_is_unknown(string operations, string expected) =>
        Assert.Equal($"unknown {expected}", Answers($"{Unread}{operations}\n}}\n"));

    /// <summary>What is unmapped below is unmapped for the host in the guest, too, and for its guests.</summary>
    [Theory]
    [InlineData("run flip; unmap space; run flip; map space; run flip", "Stale ok Error ok Stale")]
    [InlineData("unmap inner_space; run flip", "ok Error")]
    public void Of_a_host_in_a_guest(string operations, string expected) =>
        Assert.Equal(
            $"ok ok {expected}",
            Answers(
                NestedHost.Nested(
                    $$"""
                    scenario s {
                      attach gpu to space
                      attach inner_gpu to inner_space
                      {{operations}}
                    }
                    """
                )
            )
        );

    /// <summary>The device of a guest that may have given it on.</summary>
    [Theory]
    [InlineData("6.12", "ok ok Error")]
    [InlineData("5.10", "ok unknown Undecided")]
    public void Whether_it_was_passed_on(string kernel, string expected) =>
        Assert.Equal(
            expected,
            Answers(
                NestedHost.Nested(
                    """
                    program direct in l1 using gpu {
                      buffer b = 4KiB wb
                      cpu 0 write b
                      dma read b
                    }
                    scenario s {
                      attach gpu to space
                      attach inner_gpu to inner_space
                      run direct
                    }
                    """,
                    inner: $"kernel = {kernel}"
                )
            )
        );

    /// <summary>The answers of the operations, and the verdicts of the runs in their place.</summary>
    private static string Answers(string text)
    {
        var analysis = Checked.Text(text);
        // A kernel of which nothing is known is how an answer gets unknown in some of these texts.
        Assert.DoesNotContain(
            analysis.Binding.Errors.Select(error => error.Message),
            message => !message.Contains("is older than", StringComparison.Ordinal)
        );
        return string.Join(' ', Said(analysis));
    }

    private static IEnumerable<string> Said(FileAnalysis analysis)
    {
        foreach (var outcome in analysis.System.Timelines[0].Kernel.Operations)
        {
            yield return outcome.Operation.Program is { } program
                ? analysis
                    .System.RunsOf(program)
                    .Single(pair => pair.Run.Run.OperationIndex == outcome.Index)
                    .Run.Verdict.Kind.ToString()
                : outcome.Result;
        }
    }
}
