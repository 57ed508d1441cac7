using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

public sealed class StatementFormTests
{
    public static TheoryData<string> Patterns => [.. StatementForms.All.Select(form => form.Pattern)];

    public static TheoryData<string, string> Lines =>
        new()
        {
            { "buffer fb = 4KiB wb", "buffer {new} = {size} {type}" },
            { "buffer buffer = 64B normal_nc", "buffer {new} = {size} {type}" },
            { "cpu 12 write fb", "cpu {cpu} write {buffer}" },
            { "cpu 0 read write", "cpu {cpu} read {buffer}" },
            { "cpu all wbinvd", "cpu all wbinvd" },
            { "cpu 1 wbnoinvd", "cpu {cpu} wbnoinvd" },
            { "cpu 1 dc_cisw", "cpu {cpu} dc_cisw" },
            { "cpu 1 dc_ivac fb", "cpu {cpu} dc_ivac {buffer}" },
            { "cpu 1 move", "cpu {cpu} move" },
            { "host cpu 0 clflush fb", "host cpu {physical} clflush {buffer}" },
            { "dma read fb", "dma read {buffer} [no_snoop]" },
            { "dma write fb no_snoop", "dma write {buffer} [no_snoop] [relaxed]" },
            { "dma write fb relaxed", "dma write {buffer} [no_snoop] [relaxed]" },
            { "dma write fb no_snoop relaxed", "dma write {buffer} [no_snoop] [relaxed]" },
            { "dma interrupt", "dma interrupt" },
            { "dma nic interrupt", "dma {device} interrupt" },
            { "cpu 0 barrier dma_wmb", "cpu {cpu} barrier {barrier}" },
            { "cpu 0 doorbell nic", "cpu {cpu} doorbell {device} [relaxed]" },
            { "dma nic read fb no_snoop", "dma {device} read {buffer} [no_snoop]" },
            { "dma read read fb", "dma {device} read {buffer} [no_snoop]" },
            { "dma read no_snoop no_snoop", "dma read {buffer} [no_snoop]" },
            { "recycle recycle", "recycle {buffer}" },
            { "sync_for_cpu fb", "sync_for_cpu {buffer}" },
        };

    public static TheoryData<string, string> ScenarioLines =>
        new()
        {
            { "attach attach to to", "attach {device} to {domain}" },
            { "kvm remove add from kvm", "kvm remove {device} from {guest}" },
            { "set d no_snoop enabled by guest", "set {device} no_snoop enabled|disabled by guest|host" },
            { "set set no_snoop disabled by host", "set {device} no_snoop enabled|disabled by guest|host" },
            { "upgrade h to 6.19", "upgrade {host} to {kernel}" },
            { "upgrade h to 6.6.30", "upgrade {host} to {kernel}" },
            { "unmap map", "unmap {domain}" },
        };

    public static TheoryData<string, string> Expectations =>
        new()
        {
            { "expect igpu in box 3", "expect {device} in box {box}" },
            { "expect attach a to b ok", "expect attach {device} to {domain} ok" },
            { "expect attach a to b fails EADDRINUSE", "expect attach {device} to {domain} fails {errno}" },
            { "expect attach coherent", "expect {program} coherent" },
            { "expect attach in box 1", "expect {device} in box {box}" },
            { "expect s enforced yes", "expect {domain} enforced yes|no" },
            { "expect g wbinvd native", "expect {guest} wbinvd emulated|nop|native" },
            { "expect p stale", "expect {program} stale [{hazard}]" },
            { "expect p stale dma_write_lost", "expect {program} stale [{hazard}]" },
            { "expect run run 0 coherent", "expect {scenario} run {run} coherent" },
            { "expect u run 12 stale information_leak", "expect {scenario} run {run} stale [{hazard}]" },
        };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Each_form_of_the_table_is_read_as_itself(string pattern)
    {
        var form = StatementForms.All.Single(one => one.Pattern == pattern);
        foreach (var line in Examples(form))
        {
            Assert.Equal(form, Parse(form.Context, line).Form);
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_of_a_program_has_its_form(string line, string pattern) =>
        Assert.Equal(pattern, Parse(StatementContext.Program, line).Form.Pattern);

    [Theory]
    [MemberData(nameof(ScenarioLines))]
    public void A_line_of_a_scenario_has_its_form(string line, string pattern) =>
        Assert.Equal(pattern, Parse(StatementContext.Scenario, line).Form.Pattern);

    [Theory]
    [MemberData(nameof(Expectations))]
    public void An_expectation_has_its_form(string line, string pattern) =>
        Assert.Equal(pattern, Parse(StatementContext.Expect, line).Form.Pattern);

    [Fact]
    public void The_operands_of_a_statement_are_its_words()
    {
        var statement = Parse(StatementContext.Program, "dma  nic /* which */ read\tfb no_snoop");
        Assert.Equal("nic", statement.Operand(OperandKind.Device)?.Text);
        Assert.Equal("fb", statement.Operand(OperandKind.Buffer)?.Text);
        Assert.True(statement.Has("no_snoop"));
        Assert.Null(statement.Operand(OperandKind.Cpu));
    }

    [Fact]
    public void Each_form_is_explained_in_one_line() =>
        Assert.All(StatementForms.All, form => Assert.Matches("^[^\\n]+\\.$", form.Doc));

    private static StatementSyntax Parse(StatementContext context, string line)
    {
        var text = context switch
        {
            StatementContext.Program => $"program p on h {{\n  {line}\n}}",
            StatementContext.Scenario => $"scenario s {{\n  {line}\n}}",
            _ => line,
        };
        var tree = Sample.Parse(text);
        Assert.Empty(tree.Errors);
        return Assert.IsType<StatementSyntax>(Assert.Single(Assert.Single(tree.Declarations).Syntax.Members));
    }

    /// <summary>A line with, and one without, what is optional; each choice of words once.</summary>
    private static IEnumerable<string> Examples(StatementForm form)
    {
        var widest = form.Elements.Max(element => Math.Max(1, element.Words.Length));
        for (var choice = 0; choice < widest; choice++)
        {
            yield return string.Join(' ', form.Elements.Select(element => Word(element, choice)));
            yield return string.Join(
                ' ',
                form.Elements.Where(element => !element.Optional).Select(element => Word(element, choice))
            );
        }
    }

    private static string Word(StatementElement element, int choice) =>
        element.Operand switch
        {
            null => element.Words[choice % element.Words.Length],
            OperandKind.Size => "4KiB",
            OperandKind.MemoryType => "wc",
            OperandKind.Cpu or OperandKind.PhysicalCpu or OperandKind.Box or OperandKind.Run => "1",
            OperandKind.Kernel => "6.12",
            OperandKind.Errno => "EINVAL",
            OperandKind.Hazard => "cpu_reads_stale",
            OperandKind.Barrier => "dma_wmb",
            _ => "x1",
        };
}
