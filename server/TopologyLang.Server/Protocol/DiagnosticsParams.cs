using System.Collections.Immutable;
using Newtonsoft.Json;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// The notification <c>textDocument/publishDiagnostics</c>. The protocol wants every diagnostic of a file sent again after each edit, so they
/// are written by hand: the library's own way looks at each of their properties by reflection and takes ten times as long.
/// </summary>
/// <param name="Version">Of the text; null where the client gave none, and for a file that is not open.</param>
[JsonConverter(typeof(Writer))]
public sealed record DiagnosticsParams(DocumentUri Uri, int? Version, ImmutableArray<Diagnostic> Diagnostics)
{
    public const string Method = "textDocument/publishDiagnostics";

    private sealed class Writer : JsonConverter<DiagnosticsParams>
    {
        public override bool CanRead => false;

        public override DiagnosticsParams ReadJson(
            JsonReader reader, Type objectType, DiagnosticsParams? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
            throw new NotSupportedException("diagnostics are written only");

        public override void WriteJson(JsonWriter writer, DiagnosticsParams? value, JsonSerializer serializer)
        {
            writer.WriteStartObject();
            Text(writer, "uri", value!.Uri.ToString());
            if (value.Version is { } version)
            {
                Number(writer, "version", version);
            }

            writer.WritePropertyName("diagnostics");
            writer.WriteStartArray();
            foreach (var diagnostic in value.Diagnostics)
            {
                Write(writer, diagnostic);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        private static void Write(JsonWriter writer, Diagnostic diagnostic)
        {
            writer.WriteStartObject();
            Write(writer, diagnostic.Range);
            Number(writer, "severity", (int)diagnostic.Severity!.Value);
            Text(writer, "code", diagnostic.Code!.Value.String!);
            if (diagnostic.CodeDescription is { Href: var page })
            {
                writer.WritePropertyName("codeDescription");
                writer.WriteStartObject();
                Text(writer, "href", page.ToString());
                writer.WriteEndObject();
            }

            Text(writer, "source", diagnostic.Source!);
            Text(writer, "message", diagnostic.Message);
            if (diagnostic.Tags is { } tags)
            {
                writer.WritePropertyName("tags");
                writer.WriteStartArray();
                foreach (var tag in tags)
                {
                    writer.WriteValue((int)tag);
                }

                writer.WriteEndArray();
            }

            if (diagnostic.RelatedInformation is { } related)
            {
                Write(writer, related);
            }

            if (diagnostic.Data is { } data)
            {
                writer.WritePropertyName("data");
                data.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        private static void Write(JsonWriter writer, IEnumerable<DiagnosticRelatedInformation> related)
        {
            writer.WritePropertyName("relatedInformation");
            writer.WriteStartArray();
            foreach (var place in related)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("location");
                writer.WriteStartObject();
                Text(writer, "uri", place.Location.Uri.ToString());
                Write(writer, place.Location.Range);
                writer.WriteEndObject();
                Text(writer, "message", place.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        private static void Write(JsonWriter writer, Range range)
        {
            writer.WritePropertyName("range");
            writer.WriteStartObject();
            Write(writer, "start", range.Start);
            Write(writer, "end", range.End);
            writer.WriteEndObject();
        }

        private static void Write(JsonWriter writer, string name, Position position)
        {
            writer.WritePropertyName(name);
            writer.WriteStartObject();
            Number(writer, "line", position.Line);
            Number(writer, "character", position.Character);
            writer.WriteEndObject();
        }

        private static void Text(JsonWriter writer, string name, string value)
        {
            writer.WritePropertyName(name);
            writer.WriteValue(value);
        }

        private static void Number(JsonWriter writer, string name, int value)
        {
            writer.WritePropertyName(name);
            writer.WriteValue(value);
        }
    }
}
