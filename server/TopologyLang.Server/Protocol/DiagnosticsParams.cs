using System.Collections.Immutable;
using System.Text.Json;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The notification <c>textDocument/publishDiagnostics</c>. The protocol wants every diagnostic of a file sent again
/// after each edit, so they are written by hand: the library's own way looks at each of their properties by reflection
/// and takes ten times as long.
/// </summary>
/// <param name="Version">Of the text; null where the client gave none, and for a file that is not open.</param>
public sealed record DiagnosticsParams(DocumentUri Uri, int? Version, ImmutableArray<Diagnostic> Diagnostics)
{
    public const string Method = "textDocument/publishDiagnostics";

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("uri"u8, Uri.ToString());
        if (Version is { } version)
        {
            json.WriteNumber("version"u8, version);
        }

        json.WriteStartArray("diagnostics"u8);
        foreach (var diagnostic in Diagnostics)
        {
            Write(json, diagnostic);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        Write(json, diagnostic.Range);
        json.WriteNumber("severity"u8, (int)diagnostic.Severity!.Value);
        json.WriteString("code"u8, diagnostic.Code!.Value.String);
        if (diagnostic.CodeDescription is { Href: var page })
        {
            json.WriteStartObject("codeDescription"u8);
            json.WriteString("href"u8, page.ToString());
            json.WriteEndObject();
        }

        json.WriteString("source"u8, diagnostic.Source);
        json.WriteString("message"u8, diagnostic.Message);
        if (diagnostic.Tags is { } tags)
        {
            json.WriteStartArray("tags"u8);
            foreach (var tag in tags)
            {
                json.WriteNumberValue((int)tag);
            }

            json.WriteEndArray();
        }

        if (diagnostic.RelatedInformation is { } related)
        {
            Write(json, related);
        }

        if (diagnostic.Data is { } data)
        {
            json.WritePropertyName("data"u8);
            json.WriteRawValue(data.ToString(Newtonsoft.Json.Formatting.None));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<DiagnosticRelatedInformation> related)
    {
        json.WriteStartArray("relatedInformation"u8);
        foreach (var place in related)
        {
            json.WriteStartObject();
            json.WriteStartObject("location"u8);
            json.WriteString("uri"u8, place.Location.Uri.ToString());
            Write(json, place.Location.Range);
            json.WriteEndObject();
            json.WriteString("message"u8, place.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Range range)
    {
        json.WriteStartObject("range"u8);
        Write(json, "start"u8, range.Start);
        Write(json, "end"u8, range.End);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Position position)
    {
        json.WriteStartObject(name);
        json.WriteNumber("line"u8, position.Line);
        json.WriteNumber("character"u8, position.Character);
        json.WriteEndObject();
    }
}
