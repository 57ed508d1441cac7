using System.Globalization;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;

namespace TopologyLang.Language.Tests.Binding;

/// <summary>Hosts in guests, deeper than anybody builds them.</summary>
public sealed class NestingTests
{
    private const int Deepest = 64;

    /// <summary>
    /// The first host that is too deep is named, whichever is written first, and none within it counts.
    /// </summary>
    [Theory]
    [InlineData(Deepest, true)]
    [InlineData(Deepest, false)]
    [InlineData(Deepest + 1, true)]
    [InlineData(Deepest + 1, false)]
    [InlineData(1000, true)]
    [InlineData(1000, false)]
    public void The_limit_does_not_depend_on_the_order_of_the_declarations(int depth, bool fromMachine)
    {
        var lines = Enumerable
            .Range(0, depth)
            .Select(i => $"guest g{i} on h{i} {{ }}\nhost h{i + 1} in g{i} {{ }}")
            .Prepend("host h0 { }");

        var binding = Bind(fromMachine ? lines : lines.Reverse());

        Assert.Equal(
            depth > Deepest ? ["h65: hosts in guests are nested more than 64 deep"] : [],
            binding.Errors.Select(error => $"{NameAt(binding, error.Where)}: {error.Message}")
        );
        Assert.Equal(Math.Min(depth, Deepest) + 1, binding.Topology.Hosts.Length);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void Every_host_of_a_circle_is_named_however_long_it_is(int length)
    {
        var binding = Bind(
            Enumerable
                .Range(0, length)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"host h{i} in g{i} {{ }}\nguest g{i} on h{(i + 1) % length} {{ }}"
                    )
                )
        );

        Assert.Equal(
            length,
            binding.Errors.Count(error => error.Message.EndsWith("on itself", StringComparison.Ordinal))
        );
        Assert.Empty(binding.Topology.Hosts);
    }

    private static TopologyLang.Language.Binding.Binding Bind(IEnumerable<string> lines) =>
        Binder.Bind(
            "a.topo",
            Sample.Parse(string.Join('\n', lines)),
            (_, import) => new ImportedFile(import, null, "is not there")
        );

    private static string NameAt(
        TopologyLang.Language.Binding.Binding binding,
        TopologyLang.Language.Syntax.FileSpan where
    ) => binding.Files[0].Tree.Text.Content[where.Span.Start..where.Span.End];
}
