using System.Collections.Immutable;
using System.CommandLine;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Cli.Commands;

/// <summary>On which architectures a check simulates the files.</summary>
internal static class ArchitectureOption
{
    /// <summary>Null where the option is not there; each architecture once.</summary>
    public static Option<ImmutableArray<Architecture>?> Create() =>
        new("--arch")
        {
            Description =
                "Simulate the files on these architectures (arm64,x86_64,riscv64) and print one table of verdicts; "
                + "exit status 1 where a program is not coherent on one of them.",
            HelpName = "ARCH,...",
            CustomParser = result =>
            {
                var architectures = ImmutableArray.CreateBuilder<Architecture>();
                foreach (var word in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
                {
                    if (!WordTable.TryParse<Architecture>(word, out var architecture))
                    {
                        result.AddError(Unknown(word));
                        return null;
                    }

                    architectures.Add(architecture);
                }

                return [.. architectures.Distinct()];
            },
        };

    private static string Unknown(string word)
    {
        var known = WordTable.Words<Architecture>();
        var meant = Spelling.Nearest(word, known) is { } near ? $"; did you mean '{near}'?" : "";
        return $"--arch needs architectures, with commas between them; '{word}' is none{meant} "
            + $"(known: {string.Join(", ", known)})";
    }
}
