using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;

namespace TopologyLang.Language.Tests.Binding;

/// <summary>Whoever closes or edits a file does not pay for its binding any more.</summary>
public sealed class CancelledBindingTests
{
    [Fact]
    public void A_binding_that_is_cancelled_ends() =>
        Assert.Throws<OperationCanceledException>(() =>
            Binder.Bind("a.topo", Sample.Parse("host h { }"), (_, _) => null, cancellation: new CancellationToken(true))
        );

    [Fact]
    public void It_ends_between_two_imports()
    {
        using var source = new CancellationTokenSource();
        var read = new List<string>();

        Assert.Throws<OperationCanceledException>(() =>
            Binder.Bind("a.topo", Sample.Parse("import \"b\"\nimport \"c\""), Read, cancellation: source.Token)
        );

        Assert.Equal(["b"], read);

        ImportedFile? Read(string from, string import)
        {
            read.Add(import);
            source.Cancel();
            return new ImportedFile(import, Sample.Parse(""), null);
        }
    }
}
