using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Server.Protocol;

/// <summary>
/// Records of the analysis as JSON: names in camel case, the words of an enumeration as text. The command line prints
/// the same.
/// </summary>
public static class ResultJson
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(
        new JsonSerializerSettings
        {
            ContractResolver = new CamelCasePropertyNamesContractResolver(),
            Converters = { new StringEnumConverter(new CamelCaseNamingStrategy()), new VersionText() },
        }
    );

    public static JToken Token(object result) => JToken.FromObject(result, Serializer);

    /// <summary>Indented, with a line end; ASCII, so that nothing in it steers a terminal.</summary>
    public static string Text(object result)
    {
        using var text = new StringWriter();
        using var json = new JsonTextWriter(text)
        {
            Formatting = Formatting.Indented,
            StringEscapeHandling = StringEscapeHandling.EscapeNonAscii,
        };
        Token(result).WriteTo(json);
        return text + Environment.NewLine;
    }

    /// <summary>
    /// A version as people write it. A converter made for the type alone would not be asked for one that may be absent.
    /// </summary>
    private sealed class VersionText : JsonConverter
    {
        public override bool CanRead => false;

        public override bool CanConvert(Type objectType) =>
            (Nullable.GetUnderlyingType(objectType) ?? objectType) == typeof(KernelVersion);

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
            writer.WriteValue(value?.ToString());

        public override object ReadJson(
            JsonReader reader,
            Type objectType,
            object? existingValue,
            JsonSerializer serializer
        ) => throw new NotSupportedException("results are written only");
    }
}
