using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// Sprache's input, without its per-character line counting and memo table: a place in the text of one declaration.
/// </summary>
internal sealed class Cursor(TextScanner scanner, int position) : IInput
{
    private Dictionary<object, object>? memos;

    public TextScanner Scanner { get; } = scanner;

    public string Source => Scanner.Text;

    public int Position { get; } = position;

    public bool AtEnd => Position >= Source.Length;

    public char Current => Source[Position];

    public int Line => 1 + Source.AsSpan(0, Position).Count('\n');

    public int Column => Position - Source.LastIndexOf('\n', Math.Max(Position - 1, 0));

    public IDictionary<object, object> Memos => memos ??= [];

    public IInput Advance() => To(Position + 1);

    public Cursor To(int position) => new(Scanner, position);

    public bool Equals(IInput? other) =>
        other is Cursor cursor && cursor.Scanner == Scanner && cursor.Position == Position;

    public override bool Equals(object? obj) => Equals(obj as IInput);

    public override int GetHashCode() => Position;
}
