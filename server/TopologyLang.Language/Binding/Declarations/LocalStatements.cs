using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Declarations;

/// <summary>
/// Turns the statements of one declaration into steps, operations or an expectation, as far as that needs no other
/// declaration.
/// </summary>
internal sealed class LocalStatements(
    DeclarationSyntax syntax,
    ImmutableArray<LocalError>.Builder errors,
    ImmutableArray<NameReference>.Builder references,
    bool headIsWrong
)
{
    private readonly ImmutableArray<LocalStep>.Builder steps = ImmutableArray.CreateBuilder<LocalStep>();
    private readonly ImmutableArray<LocalOperation>.Builder operations = ImmutableArray.CreateBuilder<LocalOperation>();
    private readonly Dictionary<string, LocalBuffer> buffers = [];
    private readonly ImmutableArray<LocalBuffer>.Builder bufferList = ImmutableArray.CreateBuilder<LocalBuffer>();
    private Expectation? expectation;
    private bool broken = headIsWrong;

    public LocalDeclaration Bind(DeclarationKind kind)
    {
        // Buffers first: like every name they may be used before they are declared.
        foreach (var member in syntax.Members)
        {
            if (member is StatementSyntax { Form.Context: StatementContext.Program, Form.Step: null } buffer)
            {
                Buffer(buffer);
            }
            else if (member is BadMemberSyntax)
            {
                // What the line should have been is not known, and a verdict without it would be about another program.
                broken = true;
            }
        }

        foreach (var member in syntax.Members)
        {
            if (member is StatementSyntax statement)
            {
                Statement(statement);
            }
        }

        return new LocalDeclaration
        {
            Kind = kind,
            References = references.ToImmutable(),
            Errors = errors.ToImmutable(),
            Buffers = bufferList.ToImmutable(),
            Steps = steps.ToImmutable(),
            Operations = operations.ToImmutable(),
            Expectation = expectation,
            IsBroken = broken || syntax.CloseBrace is null && kind != DeclarationKind.Expect,
        };
    }

    private void Buffer(StatementSyntax statement)
    {
        var name = statement.Operand(OperandKind.NewBuffer)!.Value;
        var type = statement.Operand(OperandKind.MemoryType)!.Value;
        if (!Numbers.TryParseSize(statement.Operand(OperandKind.Size)!.Value.Text, out var size) || size == 0)
        {
            Error(
                BindingCodes.WrongValue,
                statement.Operand(OperandKind.Size)!.Value,
                "a buffer has at least one byte"
            );
        }

        var shares = statement.Operand(OperandKind.Buffer)?.Text;
        var buffer = new LocalBuffer(
            new Simulation.Topology.Buffer(
                name.Text,
                size,
                WordTable.Parse<MemoryType>(type.Text),
                shares,
                AliasOf(statement)
            ),
            name,
            type
        );
        if (buffers.TryAdd(name.Text, buffer))
        {
            bufferList.Add(buffer);
            return;
        }

        broken = true;
        errors.Add(
            new LocalError(BindingCodes.Duplicate, name.Span, $"the program has a buffer `{name}` already")
            {
                Related = buffers[name.Text].Name.Span,
                RelatedText = "the first one",
            }
        );
    }

    private static BufferAlias? AliasOf(StatementSyntax statement) =>
        !statement.Has("alias") ? null
        : statement.Has("none") ? BufferAlias.None
        : BufferAlias.LinearMap;

    private void Statement(StatementSyntax statement)
    {
        foreach (var part in statement.Parts)
        {
            if (part.Element.Operand is { } operand && OperandForm.Of(operand).Declaration is { } kind)
            {
                references.Add(new NameReference(kind, part.Token, Required: true));
            }
        }

        var form = statement.Form;
        if (form.Step is { } step)
        {
            Step(step, statement);
        }
        else if (form.Context == StatementContext.Program)
        {
            SharedLine(statement);
        }
        else if (form.Operation is { } operation)
        {
            operations.Add(new LocalOperation(Operation(operation, statement), statement));
        }
        else if (form.Expectation is { } expectation)
        {
            this.expectation = Expectation(expectation, statement);
        }
    }

    /// <summary>
    /// A buffer may share the line of one that has a line of its own: so no chain of them comes back to itself.
    /// </summary>
    private void SharedLine(StatementSyntax statement)
    {
        if (statement.Operand(OperandKind.Buffer) is not { } shares)
        {
            return;
        }

        KnownBuffer(shares);
        if (!buffers.TryGetValue(shares.Text, out var owner))
        {
            return;
        }

        if (owner.Buffer.Shares is not null)
        {
            var meant =
                shares.Text == statement.Operand(OperandKind.NewBuffer)!.Value.Text
                    ? "a buffer cannot share its own line"
                    : $"`{shares}` shares the line of `{owner.Buffer.Shares}`: name that one";
            Error(
                BindingCodes.WrongValue,
                shares,
                meant,
                owner.Buffer.Shares == shares.Text ? null : owner.Buffer.Shares
            );
        }
        else if (statement.Operand(OperandKind.MemoryType) is { } type && owner.Type.Text != type.Text)
        {
            Error(
                BindingCodes.TwoTypesInALine,
                type,
                $"`{shares}`, in whose cache line this buffer begins, is mapped {owner.Type}: a page has one memory "
                    + "type",
                owner.Type.Text
            );
        }
    }

    private void KnownBuffer(SyntaxToken name)
    {
        if (!buffers.ContainsKey(name.Text))
        {
            var suggestion =
                Spelling.Nearest(name.Text, buffers.Keys) ?? (buffers.Count == 1 ? buffers.Keys.First() : null);
            var meant = suggestion is null
                ? "declare it with `buffer NAME = SIZE TYPE`"
                : $"did you mean `{suggestion}`?";
            Error(BindingCodes.UnknownName, name, $"the program has no buffer `{name}`: {meant}", suggestion);
        }
    }

    private void Step(StepKind kind, StatementSyntax statement)
    {
        var buffer = statement.Operand(OperandKind.Buffer);
        if (buffer is { } name)
        {
            KnownBuffer(name);
        }

        var cpu =
            statement.Operand(OperandKind.Cpu) is { } own ? CpuSelector.Own(Number(own))
            : statement.Operand(OperandKind.PhysicalCpu) is { } physical ? CpuSelector.Hypervisor(Number(physical))
            : statement.Has("all") ? CpuSelector.All
            : CpuSelector.None;
        var device = statement.Operand(OperandKind.Device)?.Text;
        var step = new Step(kind, cpu, buffer?.Text, device, statement.Has("no_snoop"))
        {
            Barrier = statement.Operand(OperandKind.Barrier) is { } barrier
                ? WordTable.Parse<BarrierKind>(barrier.Text)
                : null,
            Relaxed = statement.Has("relaxed"),
        };
        steps.Add(new LocalStep(step, statement));
    }

    private Operation Operation(OperationKind kind, StatementSyntax statement)
    {
        KernelVersion? kernel = null;
        if (statement.Operand(OperandKind.Kernel) is { } version)
        {
            var known = KernelVersion.TryParse(version.Text, out var parsed);
            kernel = known ? parsed : null;
            if (!known)
            {
                Error(BindingCodes.WrongValue, version, $"`{version}` is no kernel version such as 6.8");
            }
        }

        return new Operation(kind)
        {
            Device = statement.Operand(OperandKind.Device)?.Text,
            Domain = statement.Operand(OperandKind.Domain)?.Text,
            Guest = statement.Operand(OperandKind.Guest)?.Text,
            Program = statement.Operand(OperandKind.Program)?.Text,
            Host = statement.Operand(OperandKind.Host)?.Text,
            EnableNoSnoop = statement.Has("enabled"),
            SetBy = statement.Has("host") ? NoSnoopSetter.Host : NoSnoopSetter.Guest,
            Kernel = kernel,
        };
    }

    private Expectation Expectation(ExpectationKind kind, StatementSyntax statement)
    {
        var box = statement.Operand(OperandKind.Box);
        if (box is { } token && Number(token) is < 1 or > 4)
        {
            Error(BindingCodes.OutOfRange, token, $"the coherence matrix has the boxes 1 to 4, and no box {token}");
        }

        if (statement.Operand(OperandKind.Errno) is { } errno && !Errnos.All.Contains(errno.Text))
        {
            var suggestion = Spelling.Nearest(errno.Text, Errnos.All);
            var meant = suggestion is null ? "expected one such as EINVAL" : $"did you mean `{suggestion}`?";
            Error(
                BindingCodes.WrongValue,
                errno,
                $"Linux has no errno `{ParseFailure.Cut(errno.Text)}`: {meant}",
                suggestion
            );
        }

        return new Expectation(kind)
        {
            Device = statement.Operand(OperandKind.Device)?.Text,
            Domain = statement.Operand(OperandKind.Domain)?.Text,
            Guest = statement.Operand(OperandKind.Guest)?.Text,
            Program = statement.Operand(OperandKind.Program)?.Text,
            Scenario = statement.Operand(OperandKind.Scenario)?.Text,
            Errno = statement.Operand(OperandKind.Errno)?.Text,
            Box = box is { } boxToken ? Number(boxToken) : 0,
            Run = statement.Operand(OperandKind.Run) is { } run ? Number(run) : 0,
            Enforced = statement.Has("yes"),
            Stale = statement.Has("stale"),
            Overwritten = statement.Has("overwritten"),
            Hazard = statement.Operand(OperandKind.Hazard) is { } hazard ? WordTable.Parse<Hazard>(hazard.Text) : null,
            Wbinvd =
                statement.Has("emulated") ? WbinvdMode.Emulated
                : statement.Has("native") ? WbinvdMode.Native
                : WbinvdMode.Nop,
        };
    }

    private int Number(SyntaxToken token)
    {
        if (Numbers.TryParseNumber(token.Text, out var number) && number <= int.MaxValue)
        {
            return (int)number;
        }

        Error(BindingCodes.OutOfRange, token, $"`{ParseFailure.Cut(token.Text)}` is too large");
        return 0;
    }

    private void Error(string code, SyntaxToken where, string message, string? suggestion = null)
    {
        broken = true;
        errors.Add(new LocalError(code, where.Span, message, suggestion));
    }
}
