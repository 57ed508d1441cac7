using TopologyLang.Language.Binding;
using TopologyLang.Language.Queries.Fixes;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Queries;

/// <summary>A unit's properties written as a register mean what they meant.</summary>
public sealed class RegisterFixTests
{
    private const string Title = "Write the properties as a register";

    [Theory]
    [InlineData("snoop_control = no")]
    [InlineData("coherent_walk = no")]
    [InlineData("scalable_mode = yes")]
    [InlineData("scalable_mode = yes  first_stage = yes")]
    [InlineData("scalable_mode = yes  second_stage = no  first_stage = yes")]
    [InlineData("scalable_mode = yes  nested = yes  first_stage = yes")]
    [InlineData("pass_through = no")]
    [InlineData("device_tlb = no")]
    [InlineData("device_tlb = yes")]
    [InlineData("interrupt_remapping = no")]
    public void Nothing_changes(string properties)
    {
        var text = $"host h {{ }}\niommu i on h {{ model = intel_vtd  {properties} }}\n";
        var change = Assert.Single(Fix(text)!.Changes).Change;

        Assert.Equal(
            Values(text),
            Values(text.Remove(change.Span.Start, change.Span.Length).Insert(change.Span.Start, change.NewText))
        );
    }

    /// <summary>
    /// Without scalable mode the register cannot say that a unit lacks the second stage, or has the first.
    /// </summary>
    [Theory]
    [InlineData("second_stage = no")]
    [InlineData("first_stage = yes")]
    public void What_no_register_says_stays_as_it_is(string property) =>
        Assert.Null(Fix($"host h {{ }}\niommu i on h {{ model = intel_vtd  {property} }}\n"));

    private static Fix? Fix(string text)
    {
        var binding = Bind(text);
        var file = binding.Files[0];
        return Refactorings.Of(binding, file, file.Tree.Declarations[1]).SingleOrDefault(fix => fix.Title == Title);
    }

    private static List<string> Values(string text)
    {
        var binding = Bind(text);
        return
        [
            .. binding
                .PropertiesOf(binding.All.Single(symbol => symbol.Name == "i"))
                .Where(property => property.Name is not ("cap" or "ecap"))
                .Select(property => $"{property.Name} = {property.Value}"),
        ];
    }

    private static Language.Binding.Binding Bind(string text) =>
        Binder.Bind("a.topo", SyntaxTree.Parse(SourceText.From(text)), (_, _) => null);
}
