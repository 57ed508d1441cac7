using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Tests.Remedies;

/// <summary>
/// An operation that a scenario repeats can be refused once more than before: that is another fault, though it reads
/// the same.
/// </summary>
public class RepeatedRefusalTests
{
    /// <summary>
    /// KVM holds the group's file, so the card does not get into an iommufd; attached to its container instead it is
    /// there too early.
    /// </summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("attach card to container", false)]
    public void The_other_domain_is_not_offered_where_that_refuses_a_later_attach(string later, bool offered)
    {
        var analysis = Checked.Text(
            $$"""
            host desk { kernel = 6.8 }
            iommu unit on desk { model = intel_vtd }
            device card behind unit { bus = pcie 0000:03:00.0 }
            domain container on desk { api = vfio_type1 }
            domain ioas on desk { api = iommufd }
            guest vm on desk { assign = [card via container] }
            scenario s {
              kvm add card to vm
              attach card to container
              attach card to container
              detach card from container
              attach card to ioas
              {{later}}
            }
            """
        );

        var refused = Assert.Single(
            analysis.Findings,
            f => f.Code == FindingCode.RefusedOperation && f.Message.Contains("`ioas`", StringComparison.Ordinal)
        );

        var texts = analysis.Remedies.For(refused, CancellationToken.None).Select(remedy => remedy.Text);
        Assert.Equal(offered, texts.Contains("container"));
    }
}
