using System.Text;

namespace TopologyLang.Cli.Terminal;

/// <summary>
/// Passes text on with nothing in it that steers a terminal: for messages, which name files and say what stands in
/// them.
/// </summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value == '\n' ? value : Printable.Of(value));

    public override void Write(string? value) => inner.Write(value is null ? null : Lines(value));

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Lines(value));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(value is null ? null : Lines(value));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(Printable.Line));
}
