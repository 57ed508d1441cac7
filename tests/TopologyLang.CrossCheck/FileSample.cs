using TopologyLang.Analysis.Files;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck;

/// <summary>The programs of a .topo file, in each state in which they run.</summary>
public static class FileSample
{
    /// <param name="leftOut">Told which program is not translated, and why.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<SampleProgram> Of(string file, Action<string> leftOut)
    {
        var (text, problem) = FileSource.Read(file);
        foreach (
            var (program, path) in Paths(file, SyntaxTree.Parse(text ?? throw new IOException($"{file} {problem}")))
        )
        {
            var name = $"{Path.GetFileName(file)}: {program}";
            if (SampleProgram.Of(path, name, out var whyNot) is { } sample)
            {
                yield return sample;
            }
            else
            {
                leftOut($"{name}: {whyNot}");
            }
        }
    }

    /// <summary>The programs that a text writes out, by name, each in every state in which it runs.</summary>
    public static IEnumerable<(string Program, ProgramPath Path)> Paths(string file, SyntaxTree tree)
    {
        var topology = Binder
            .Bind(file, tree, new FileSource([Path.GetDirectoryName(Path.GetFullPath(file))!]).Import)
            .Topology;
        foreach (var run in Timeline.Run(topology, CancellationToken.None).SelectMany(timeline => timeline.Runs))
        {
            var program = topology.Programs.Single(program => program.Name == run.Program);
            yield return (program.Name, ProgramPaths.Of(topology, run.State, program));
        }
    }
}
