using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Server.Protocol;

/// <summary>Records of the analysis as JSON: names in camel case, the words of an enumeration as text. The command line prints the same.</summary>
public static class ResultJson
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        Converters = { new StringEnumConverter(new CamelCaseNamingStrategy()), new VersionText() },
    });

    public static JToken Token(object result) => JToken.FromObject(result, Serializer);

    /// <summary>Indented, with a line end.</summary>
    public static string Text(object result) => Token(result).ToString(Formatting.Indented) + Environment.NewLine;

    /// <summary>A version as people write it.</summary>
    private sealed class VersionText : JsonConverter<KernelVersion>
    {
        public override bool CanRead => false;

        public override void WriteJson(JsonWriter writer, KernelVersion value, JsonSerializer serializer) => writer.WriteValue(value.ToString());

        public override KernelVersion ReadJson(JsonReader reader, Type objectType, KernelVersion existingValue, bool hasExistingValue, JsonSerializer serializer) =>
            throw new NotSupportedException("results are written only");
    }
}
