using Newtonsoft.Json;

namespace TopologyLang.Cli.Output;

/// <summary>Shorthand for streaming JSON: nothing is held in memory but the analyses themselves.</summary>
internal static class JsonWriting
{
    public static void Property(this JsonTextWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    public static void Array<T>(this JsonTextWriter json, string name, IEnumerable<T> items, Action<JsonTextWriter, T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }
}
