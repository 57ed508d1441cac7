using System.Xml.Linq;
using TopologyLang.Analysis.Runs;

namespace TopologyLang.Analysis.Tests.Runs;

public class RunPictureTests
{
    private const int Width = 100;

    public static TheoryData<string> AllExamples => Examples.All;

    [Fact]
    public void The_table_marks_what_a_step_changed()
    {
        var table = RunTable.Render([Cold()], 140);

        Assert.Equal(
            """
            p: stale device_reads_stale
            shortest run: 2 steps, of buffer fb, in the default model

            step  who    what                   memory            cache 0                cache 1  vcpu 0 on        newest
            ----  -----  ---------------------  ----------------  ---------------------  -------  ---------------  ----------------
            -            start                  initial contents  -                      -        CPU 0 mask {0}   initial contents
            1     cpu 0  write fb (line 8)      initial contents  dirty: fb version 1*   -        CPU 0 mask {0}   fb version 1*
                  vCPU 0 writes fb: cache 0 holds fb version 1, which memory does not have yet.
            """.Split('\n').Select(Squeeze),
            table.Split('\n').Take(8).Select(Squeeze)
        );
    }

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Tables_of_the_examples_fit_a_terminal(string file) =>
        Assert.DoesNotContain(
            RunTable.Render(ExplainedRuns.Of(Examples.Analyse(file)), Width).Split('\n'),
            line => line.Length > Width
        );

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Pictures_of_the_examples_are_well_formed_and_hold_every_sentence(string file)
    {
        foreach (var run in ExplainedRuns.Of(Examples.Analyse(file)))
        {
            var picture = XDocument.Parse(RunSvg.Render(run)).Root!;
            var shown = Words(
                string.Join(
                    ' ',
                    picture
                        .Elements()
                        .Where(element => element.Name.LocalName == "text")
                        .Select(element => element.Value)
                )
            );
            Assert.All(run.Steps, step => Assert.Contains(Words(step.Sentence), shown));
            Assert.Contains(Words(run.Conclusion), shown);
        }
    }

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Diagrams_of_the_examples_name_only_declared_participants(string file)
    {
        foreach (var run in ExplainedRuns.Of(Examples.Analyse(file)))
        {
            var lines = RunMermaid.Render(run).Split('\n').Select(line => line.Trim()).ToList();
            var declared = lines
                .Where(line => line.StartsWith("participant ", StringComparison.Ordinal))
                .Select(line => line.Split(' ')[1])
                .ToHashSet();
            var used = lines
                .Where(line => line.Contains(">>", StringComparison.Ordinal))
                .SelectMany(line =>
                    line[..line.IndexOf(':', StringComparison.Ordinal)]
                        .Replace("-->>", " ", StringComparison.Ordinal)
                        .Replace("->>", " ", StringComparison.Ordinal)
                        .Split(' ')
                );
            Assert.Equal("sequenceDiagram", lines[0]);
            Assert.All(used, name => Assert.Contains(name, declared));
            Assert.Equal(
                run.Steps.Length,
                lines.Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @": \d+\. "))
            );
        }
    }

    [Fact]
    public void What_is_markup_in_a_picture_is_escaped_in_it()
    {
        var run = Cold();
        var hostile = run with { Conclusion = "</desc><script>alert(1)</script> & \"x\" ; # \u0001" };

        var svg = RunSvg.Render(hostile);
        Assert.DoesNotContain("<script", svg);
        XDocument.Parse(svg);
        Assert.Contains(
            ": #60;/desc#62;#60;script#62;alert(1)#60;/script#62; #38; #34;x#34; #59; #35;",
            RunMermaid.Render(hostile)
        );
    }

    private static string Squeeze(string line) => Words(line.Replace("-", "", StringComparison.Ordinal));

    private static string Words(string text) =>
        string.Join(' ', text.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static ExplainedRun Cold() =>
        Assert.Single(
            ExplainedRuns.Of(Checked.Program("buffer fb = 4KiB wb\ncpu 0 write fb\ndma read fb no_snoop")),
            run => run.Program == "p"
        );
}
