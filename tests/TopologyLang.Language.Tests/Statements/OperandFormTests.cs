using TopologyLang.Language.Statements;

namespace TopologyLang.Language.Tests.Statements;

public sealed class OperandFormTests
{
    public static TheoryData<OperandKind> Kinds => new(Enum.GetValues<OperandKind>());

    /// <summary>
    /// The table is read by the number of the kind, so a row at a wrong place would answer for another operand.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_its_row(OperandKind kind) => Assert.Equal(kind, OperandForm.Of(kind).Kind);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_pattern_finds_the_row_that_has_it(OperandKind kind) =>
        Assert.Equal(kind, OperandForm.Of(OperandForm.Of(kind).Pattern).Kind);
}
