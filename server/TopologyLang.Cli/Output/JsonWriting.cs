using Newtonsoft.Json;

namespace TopologyLang.Cli.Output;

/// <summary>Shorthand for streaming JSON: nothing is held in memory but the analyses themselves.</summary>
internal static class JsonWriting
{
    /// <summary>
    /// What is not ASCII is written as an escape: nothing in it steers a terminal, and no tool can misread the
    /// encoding.
    /// </summary>
    public static JsonTextWriter On(TextWriter output) =>
        new(output)
        {
            Formatting = Formatting.Indented,
            CloseOutput = false,
            StringEscapeHandling = StringEscapeHandling.EscapeNonAscii,
        };

    public static void Property(this JsonTextWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    public static void Array<T>(
        this JsonTextWriter json,
        string name,
        IEnumerable<T> items,
        Action<JsonTextWriter, T> write
    )
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
