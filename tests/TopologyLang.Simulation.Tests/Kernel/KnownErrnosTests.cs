using TopologyLang.Simulation.Kernel.Answers;

namespace TopologyLang.Simulation.Tests.Kernel;

public class KnownErrnosTests
{
    [Fact]
    public void Every_errno_of_the_simulation_can_be_expected() =>
        Assert.Equal(
            typeof(Errno).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(),
            KnownErrnos.All.Order()
        );
}
