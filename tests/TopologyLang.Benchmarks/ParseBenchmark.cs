using System.Diagnostics;
using System.Globalization;
using System.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Benchmarks;

/// <summary>How fast a text becomes a tree, on one thread and from nothing: no declaration is remembered.</summary>
public static class ParseBenchmark
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    /// <summary>Prints megabytes (10^6 bytes) a second, of the fastest run.</summary>
    public static void Run(string file)
    {
        var text = File.ReadAllText(file);
        var (fastest, clock) = (TimeSpan.MaxValue, Stopwatch.StartNew());
        while (clock.Elapsed < Time)
        {
            var begin = Stopwatch.GetTimestamp();
            SyntaxTree.Parse(SourceText.From(text));
            var taken = Stopwatch.GetElapsedTime(begin);
            fastest = taken < fastest ? taken : fastest;
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Encoding.UTF8.GetByteCount(text) / fastest.TotalSeconds / 1e6:F1}"
            )
        );
    }
}
