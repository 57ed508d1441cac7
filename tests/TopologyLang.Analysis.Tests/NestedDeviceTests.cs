using TopologyLang.Simulation.Kernel.Views;
using static TopologyLang.Analysis.Tests.NestedHost;

namespace TopologyLang.Analysis.Tests;

/// <summary>A device that L1 gives on: who holds it when, and who may write its configuration.</summary>
public class NestedDeviceTests
{
    /// <summary>
    /// What a device has been given on is not for the guest's own driver, nor for a host that does not hold it.
    /// </summary>
    [Fact]
    public void A_device_that_was_given_on_is_not_the_guests_own() =>
        Assert.Equal(
            "Error: gpu is inner_gpu of inner and belongs to a guest there at this time",
            Foreseen.Run(Nested("program own in l1 using gpu { buffer b = 4KiB wb }"), "own")
        );

    [Fact]
    public void Before_the_guest_has_it_an_attach_fails()
    {
        var analysis = Checked.Text(
            Nested(
                """
                scenario s {
                  attach inner_gpu to inner_space
                  attach gpu to space
                  attach inner_gpu to inner_space
                  set inner_gpu no_snoop disabled by guest
                }
                """
            )
        );

        Assert.Equal(
            ["ENODEV", "ok", "ok", "ok"],
            analysis.System.Timelines[0].Kernel.Operations.Select(outcome => outcome.Result)
        );
        Assert.False(analysis.System.Timelines[0].End.DeviceOf("gpu").EnableNoSnoop);
        Assert.False(analysis.System.Timelines[0].End.DeviceOf("inner_gpu").EnableNoSnoop);
    }

    /// <summary>
    /// The write of the inner host's VFIO goes on to the function, and its own guest cannot take it back.
    /// </summary>
    [Theory]
    [InlineData("no", true, "Stale")]
    [InlineData("yes", false, "Coherent")]
    public void The_inner_hosts_policy_about_no_snoop_reaches_the_function(string policy, bool on, string verdict)
    {
        var text = Nested(
            inner: $"kernel = 6.12  vfio_forces_no_snoop_off = {policy}",
            l1: "wbinvd = force_off",
            more: """
            scenario s {
              attach gpu to space
              attach inner_gpu to inner_space
              set inner_gpu no_snoop enabled by guest
              run flip
            }
            """
        );

        Assert.Equal(on, Checked.Text(text).System.Timelines[0].End.DeviceOf("gpu").EnableNoSnoop);
        Assert.StartsWith(verdict, Foreseen.Run(text, "flip"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("detach inner_gpu from inner_space", true)]
    [InlineData("reset gpu", false)]
    public void The_policy_holds_as_long_as_the_inner_host_has_the_device(string then, bool on) =>
        Assert.Equal(
            on,
            Checked
                .Text(
                    Nested(
                        inner: "kernel = 6.12  vfio_forces_no_snoop_off = yes",
                        more: $$"""
                        scenario s {
                          attach gpu to space
                          attach inner_gpu to inner_space
                          {{then}}
                        }
                        """
                    )
                )
                .System.Timelines[0]
                .End.DeviceOf("gpu")
                .EnableNoSnoop
        );

    /// <summary>QEMU hides SR-IOV from the guest, so nobody can make the function.</summary>
    [Theory]
    [InlineData(
        "qemu",
        "error TOPO3010 vf_of = physical",
        "Error: part cannot be a virtual function of physical: QEMU hides the SR-IOV"
    )]
    [InlineData(
        "crosvm",
        "warning TOPO9003 p",
        "Undecided: part: whether crosvm lets a guest make virtual functions is not known"
    )]
    public void A_guest_makes_no_virtual_functions(string vmm, string finding, string verdict)
    {
        var text = $$"""
            host metal { }
            iommu real on metal { }
            device nic behind real { bus = pcie 0000:03:00.0 }
            device second behind real { bus = pcie 0000:04:00.0 }
            domain space on metal { api = vfio_type1 }
            guest l1 on metal { vmm = {{vmm}}  vcpus = 2  assign = [nic via space, second via space] }
            host inner in l1 { }
            device physical on inner { bus = pcie 0000:00:05.0  outer = nic }
            device part on inner { bus = pcie 0000:00:06.0  vf_of = physical  outer = second }
            program p on inner using part { buffer b = 4KiB wb }
            """;

        Assert.Contains(finding, Checked.Lines(Checked.Text(text)));
        Assert.StartsWith(verdict, Foreseen.Run(text, "p"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "device other on metal { outer = gpu }",
        "`metal` runs in no guest, so its devices are no devices of another machine"
    )]
    [InlineData(
        "device other on inner { outer = inner_gpu }",
        "`inner` runs in a guest on `metal`, and `inner_gpu` is no device of that host"
    )]
    public void An_outer_device_is_one_of_the_host_below(string device, string message) =>
        Assert.Contains(message, Checked.Text(Nested(device)).Findings.Select(finding => finding.Message));
}
