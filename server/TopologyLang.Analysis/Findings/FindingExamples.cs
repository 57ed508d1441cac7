using System.Reflection;

namespace TopologyLang.Analysis.Findings;

/// <summary>The example files of the findings, which are packed into this assembly.</summary>
internal static class FindingExamples
{
    /// <exception cref="InvalidOperationException">No example of that code is packed.</exception>
    public static string Of(string code)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"FindingExamples.{code}.topo")
            ?? throw new InvalidOperationException($"no example of {code} is packed");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
