using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Tests.Binding;

public sealed class SymbolTests
{
    private readonly Language.Binding.Binding binding = Sample.Bind(Sample.Workstation);

    [Fact]
    public void Names_are_unique_in_their_kind_only()
    {
        var binding = Sample.Bind(
            """
            host x { }
            iommu x on x { }
            device x behind x { }
            domain x on x { attach = [x] }
            guest x on x { assign = [x via x] }
            program x in x using x { }
            expect x coherent
            """
        );
        Assert.Empty(binding.Errors);
        Assert.Equal("x", Assert.Single(binding.Topology.Expectations).Program);
    }

    [Fact]
    public void A_host_may_run_in_a_guest()
    {
        var binding = Sample.Bind(
            "host inner in win { }\nhost outer { }\nguest win on outer { }\niommu v on inner { }"
        );
        Assert.Empty(binding.Errors);
        Assert.Equal("win", binding.Topology.Hosts[0].InGuest);
        Assert.Equal("inner", Assert.Single(binding.Topology.Iommus).Host);
    }

    [Fact]
    public void The_place_of_each_part_is_its_text()
    {
        Assert.Equal("cpu 0 wbinvd", Text(binding.StepSpan("flip", 1)));
        Assert.Equal("kvm add igpu to win", Text(binding.OperationSpan("unplug", 1)));
        Assert.Equal("expect gpu_space enforced no", Text(binding.ExpectationSpan(2)));
        Assert.Equal("unplug run 1 stale device_reads_stale", binding.ExpectationText(4));
        Assert.Equal("igpu", Text(binding.AttachSpan("gpu_space", "igpu")!.Value));
        Assert.Equal("igpu via gpu_space", Text(binding.AssignSpan("win", "igpu")!.Value));
        Assert.Equal(
            "snoop_control = no",
            Text(binding.PropertySpan(DeclarationKind.Iommu, "gfx", "snoop_control")!.Value)
        );
        Assert.Equal("fb", Text(binding.BufferSpan("flip", "fb")!.Value));
        Assert.Null(binding.PropertySpan(DeclarationKind.Iommu, "main", "coherent_walk"));
    }

    [Fact]
    public void An_attach_that_only_an_assignment_says_has_that_place()
    {
        var binding = Sample.Bind(
            "host h { }\ndevice d on h { }\ndomain s on h { }\nguest g on h { assign = [d via s] }"
        );
        Assert.Equal(binding.AssignSpan("g", "d"), binding.AttachSpan("s", "d"));
        Assert.Null(binding.AttachSpan("s", "e"));
    }

    [Fact]
    public void Every_place_that_names_a_declaration_is_found()
    {
        var references = binding.References(binding.Find(DeclarationKind.Device, "igpu")!);
        Assert.Equal(8, references.Length);
        Assert.All(references, reference => Assert.Equal("igpu", Text(reference)));
    }

    /// <summary>The word at the mark, with the text around it as far as it is needed to find it.</summary>
    [Theory]
    [InlineData("⟦iommu⟧ gfx", SyntaxElementKind.Keyword, null)]
    [InlineData("iommu ⟦gfx⟧", SyntaxElementKind.Name, "iommu gfx")]
    [InlineData("iommu gfx ⟦on⟧", SyntaxElementKind.Keyword, null)]
    [InlineData("iommu gfx on ⟦workstation⟧", SyntaxElementKind.Reference, "host workstation")]
    [InlineData("⟦snoop_control⟧ = no", SyntaxElementKind.Property, null)]
    [InlineData("snoop_control = ⟦no⟧", SyntaxElementKind.Value, null)]
    [InlineData("attach = [⟦igpu⟧]", SyntaxElementKind.Reference, "device igpu")]
    [InlineData("igpu via ⟦gpu_space⟧", SyntaxElementKind.Reference, "domain gpu_space")]
    [InlineData("using ⟦igpu⟧", SyntaxElementKind.Reference, "device igpu")]
    [InlineData("dma read ⟦fb⟧", SyntaxElementKind.Buffer, null)]
    [InlineData("cpu 0 ⟦wbinvd⟧", SyntaxElementKind.Statement, null)]
    [InlineData("run ⟦flip⟧", SyntaxElementKind.Reference, "program flip")]
    [InlineData("expect ⟦unplug⟧", SyntaxElementKind.Reference, "scenario unplug")]
    [InlineData("expect ⟦gpu_space⟧", SyntaxElementKind.Reference, "domain gpu_space")]
    public void What_stands_at_a_place_is_known(string marked, SyntaxElementKind kind, string? symbol)
    {
        var (text, spans) = Marked.Parse(marked);
        var start = Sample.Workstation.IndexOf(text, StringComparison.Ordinal) + spans[0].Start;
        foreach (var offset in new[] { start, start + spans[0].Length })
        {
            var element = binding.ElementAt(Sample.Path, offset);
            Assert.Equal(kind, element?.Kind);
            Assert.Equal(text.Substring(spans[0].Start, spans[0].Length), element?.Text);
            Assert.Equal(symbol, element?.Symbol?.ToString());
        }
    }

    [Fact]
    public void A_statement_knows_its_place_in_the_record()
    {
        Assert.Equal(2, binding.ElementAt(Sample.Path, binding.StepSpan("flip", 2).Span.Start)?.Index);
        Assert.Equal(3, binding.ElementAt(Sample.Path, binding.OperationSpan("unplug", 3).Span.Start)?.Index);
        Assert.Equal(-1, binding.ElementAt(Sample.Path, binding.BufferSpan("flip", "fb")!.Value.Span.Start)?.Index);
    }

    [Fact]
    public void Nothing_stands_in_a_comment() => Assert.Null(binding.ElementAt(Sample.Path, 3));

    private static string Text(FileSpan where) => Sample.Workstation.Substring(where.Span.Start, where.Span.Length);
}
