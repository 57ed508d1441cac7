using System.Collections.Immutable;

namespace TopologyLang.Language.Syntax;

/// <summary>What stands to the right of a <c>=</c>. Spans are relative to the start of the declaration.</summary>
public abstract record ValueSyntax(TextSpan Span);

public sealed record WordValue(string Word, TextSpan Span) : ValueSyntax(Span);

public sealed record NumberValue(ulong Number, TextSpan Span) : ValueSyntax(Span);

/// <param name="Bytes">The number times its unit.</param>
public sealed record SizeValue(ulong Bytes, TextSpan Span) : ValueSyntax(Span);

/// <summary>Numbers with dots between them; whether it is a version or a fraction is the property's to say.</summary>
public sealed record VersionValue(string Version, TextSpan Span) : ValueSyntax(Span);

/// <param name="Text">Without the quotes and with escapes resolved.</param>
public sealed record StringValue(string Text, TextSpan Span) : ValueSyntax(Span);

/// <param name="Address">As written: <c>0000:00:02.0</c> or, without the domain, <c>00:02.0</c>.</param>
public sealed record AddressValue(string Address, TextSpan Span) : ValueSyntax(Span);

/// <summary><c>pcie ADDRESS</c>.</summary>
public sealed record PcieValue(AddressValue Address, TextSpan Span) : ValueSyntax(Span);

/// <summary><c>DEVICE via DOMAIN</c>.</summary>
public sealed record ViaValue(SyntaxToken Device, SyntaxToken Domain, TextSpan Span) : ValueSyntax(Span);

public sealed record ListValue(ImmutableArray<ValueSyntax> Items, TextSpan Span) : ValueSyntax(Span);
