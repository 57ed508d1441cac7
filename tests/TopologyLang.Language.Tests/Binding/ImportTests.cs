using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Tests.Binding;

public sealed class ImportTests
{
    [Fact]
    public void What_an_imported_file_declares_can_be_used()
    {
        var binding = Bind(("a.topo", "import \"b.topo\"\niommu i on h { }"), ("b.topo", "host h { cpus = 3 }"));
        Assert.Empty(binding.Errors);
        Assert.Equal("h", Assert.Single(binding.Topology.Iommus).Host);
        Assert.Equal(["a.topo", "b.topo"], binding.Files.Select(file => file.Path));
        Assert.Equal("b.topo", binding.Find(DeclarationKind.Host, "h")!.Path);
    }

    [Fact]
    public void A_file_imported_twice_counts_once()
    {
        var binding = Bind(
            ("a.topo", "import \"b.topo\"\nimport \"c.topo\"\nimport \"b.topo\""),
            ("b.topo", "host h { }"),
            ("c.topo", "import \"b.topo\"\niommu i on h { }")
        );
        Assert.Empty(binding.Errors);
        Assert.Single(binding.Topology.Hosts);
    }

    [Fact]
    public void A_cycle_is_reported_at_the_import_that_closes_it()
    {
        var binding = Bind(
            ("a.topo", "import \"b.topo\""),
            ("b.topo", "// b\nimport \"c.topo\""),
            ("c.topo", "import \"b.topo\"")
        );
        var error = Assert.Single(binding.Errors);
        Assert.Equal("these files import each other: b.topo -> c.topo -> b.topo", error.Message);
        Assert.Equal(("c.topo", 7, BindingCodes.ImportCycle), (error.Where.Path, error.Where.Span.Start, error.Code));
    }

    [Fact]
    public void A_file_that_imports_itself_is_a_cycle() =>
        Assert.Equal(
            "these files import each other: a.topo -> a.topo",
            Assert.Single(Bind(("a.topo", "import \"a.topo\"")).Errors).Message
        );

    [Fact]
    public void A_file_that_cannot_be_read_is_reported_with_the_reason()
    {
        var binding = Binder.Bind(
            "a.topo",
            Sample.Parse("import \"../x\""),
            (_, text) => new ImportedFile(text, null, "it is outside of the workspace")
        );
        Assert.Equal("cannot read `../x`: it is outside of the workspace", Assert.Single(binding.Errors).Message);
    }

    [Fact]
    public void Mistakes_of_an_imported_file_are_reported_in_that_file()
    {
        var binding = Bind(("a.topo", "import \"b.topo\""), ("b.topo", "host h { cpu = 3 }"));
        Assert.Equal("b.topo", Assert.Single(binding.Errors).Where.Path);
    }

    [Fact]
    public void A_name_declared_in_two_files_is_a_duplicate_with_both_places()
    {
        var binding = Bind(("a.topo", "import \"b.topo\"\nhost h { }"), ("b.topo", "host h { }"));
        var error = Assert.Single(binding.Errors);
        Assert.Equal("a.topo", error.Where.Path);
        Assert.Equal("b.topo", Assert.Single(error.Related).Where.Path);
    }

    [Fact]
    public void A_long_chain_of_imports_ends_with_a_message()
    {
        var files = Enumerable.Range(0, 1000).Select(i => ($"{i}.topo", $"import \"{i + 1}.topo\"")).ToArray();
        Assert.Equal(BindingCodes.ImportUnreadable, Assert.Single(Bind(files).Errors).Code);
    }

    private static Language.Binding.Binding Bind(params (string Path, string Text)[] files)
    {
        var byPath = files.ToDictionary(file => file.Path, file => file.Text);
        return Binder.Bind(
            files[0].Path,
            Sample.Parse(files[0].Text),
            (_, text) =>
                byPath.TryGetValue(text, out var content) ? new ImportedFile(text, Sample.Parse(content), null) : null
        );
    }
}
