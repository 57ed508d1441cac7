using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace TopologyLang.Server.Protocol;

/// <summary>Records of the analysis as JSON: names in camel case, the words of an enumeration as text. The command line prints the same.</summary>
public static class ResultJson
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        Converters = { new StringEnumConverter(new CamelCaseNamingStrategy()) },
    });

    public static JToken Token(object result) => JToken.FromObject(result, Serializer);

    /// <summary>Indented, with a line end.</summary>
    public static string Text(object result) => Token(result).ToString(Formatting.Indented) + Environment.NewLine;
}
