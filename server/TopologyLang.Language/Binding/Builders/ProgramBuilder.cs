using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Builders;

internal sealed class ProgramBuilder(Records records, ErrorList errors)
{
    /// <summary>The host and, in a guest, the guest whose CPUs run the program.</summary>
    /// <summary>Two answers under one name: the built-in one would not be seen.</summary>
    private void ReportTaken(Symbol symbol, Program builtIn) =>
        errors.Error(
            BindingCodes.Duplicate,
            symbol.NameSpan,
            $"`{symbol.Name}` is the name of a built-in program of the device `{builtIn.Devices[0]}`; this one needs "
                + "another name"
        );

    private sealed record Owner(Host Host, Guest? Guest)
    {
        public int Cpus => Guest?.Vcpus ?? Host.Cpus;

        public string Name => Guest is null ? $"the host `{Host.Name}`" : $"the guest `{Guest.Name}`";
    }

    /// <summary>
    /// Null where a step has no meaning: a verdict about the others would be one about another program.
    /// </summary>
    public Program? Build(Symbol symbol)
    {
        if (records.BuiltIn.TryGetValue(symbol.Name, out var builtIn))
        {
            ReportTaken(symbol, builtIn);
            return null;
        }

        var syntax = symbol.Declaration.Syntax;
        var guest = syntax.Clause("in") is { } inside ? records.Guest(inside.Names[0].Text) : null;
        var host = records.Host(guest?.Host ?? syntax.Clause("on")!.Names[0].Text)!;
        var owner = new Owner(host, guest);
        ImmutableArray<string> devices = [.. syntax.Clause("using")?.Names.Select(name => name.Text).Distinct() ?? []];
        var buffers = symbol.Local.Buffers;
        foreach (var buffer in buffers)
        {
            ReportForeignType(symbol, buffer, owner);
        }

        var steps = ImmutableArray.CreateBuilder<Step>(symbol.Local.Steps.Length);
        foreach (var local in symbol.Local.Steps)
        {
            if (Cpu(symbol, local, owner) is { } cpu && Device(symbol, local, devices, out var device))
            {
                ReportForeignInstruction(symbol, local, owner);
                steps.Add(local.Step with { Cpu = cpu, Device = device });
            }
        }

        return steps.Count < symbol.Local.Steps.Length
            ? null
            : new Program
            {
                Name = symbol.Name,
                Guest = guest?.Name,
                Host = guest is null ? host.Name : null,
                Devices = devices,
                Buffers = [.. buffers.Select(buffer => buffer.Buffer)],
                Steps = steps.ToImmutable(),
            };
    }

    private CpuSelector? Cpu(Symbol symbol, LocalStep local, Owner owner)
    {
        var cpu = local.Step.Cpu;
        if (cpu.Scope == CpuScope.Own)
        {
            return InRange(symbol, local.Syntax.Operand(OperandKind.Cpu)!.Value, cpu.Number, owner.Cpus, owner.Name)
                ? cpu
                : null;
        }

        if (cpu.Scope != CpuScope.Hypervisor)
        {
            return cpu;
        }

        var token = local.Syntax.Operand(OperandKind.PhysicalCpu)!.Value;
        if (!InRange(symbol, token, cpu.Number, owner.Host.Cpus, $"the host `{owner.Host.Name}`"))
        {
            return null;
        }

        if (owner.Guest is null)
        {
            errors.Warning(
                BindingCodes.HypervisorOnHost,
                symbol.Place(local.Syntax.Span),
                $"this program runs on a host, without a hypervisor: `host cpu {token}` is the same as `cpu {token}`"
            );
            return CpuSelector.Own(cpu.Number);
        }

        return cpu;
    }

    private bool InRange(Symbol symbol, SyntaxToken token, int number, int cpus, string owner)
    {
        if (number >= cpus)
        {
            var range = cpus == 1 ? "one CPU, number 0" : $"{cpus} CPUs, numbered from 0 to {cpus - 1}";
            errors.Error(
                BindingCodes.CpuOutOfRange,
                symbol.Place(token.Span),
                $"there is no CPU {token}: {owner} has {range}"
            );
        }

        return number < cpus;
    }

    private bool Device(Symbol symbol, LocalStep local, ImmutableArray<string> devices, out string? device)
    {
        device = local.Step.Device;
        if (!local.Step.IsDma && local.Step.Kind != StepKind.Doorbell)
        {
            return true;
        }

        if (device is null && devices.Length == 1)
        {
            device = devices[0];
        }

        if (device is not null && devices.Contains(device))
        {
            return true;
        }

        var where = symbol.Place(local.Syntax.Operand(OperandKind.Device)?.Span ?? local.Syntax.Parts[0].Token.Span);
        var step = StepNames.Of(local.Step.Kind).Replace("dma ", "", StringComparison.Ordinal);
        if (device is not null)
        {
            var suggestion = devices.Length == 1 ? devices[0] : errors.Nearest(device, devices);
            errors.Error(
                BindingCodes.WhichDevice,
                where,
                $"the program does not use `{device}`: name it in the program's `using`",
                suggestion
            );
        }
        else if (devices.IsEmpty)
        {
            errors.Error(
                BindingCodes.WhichDevice,
                where,
                $"which device? Write `program {symbol.Name} ... using DEVICE`"
            );
        }
        else
        {
            var choice = Expected.List([
                .. devices.Select(name =>
                    $"`dma {name} {step} {local.Step.Buffer}`".Replace(" `", "`", StringComparison.Ordinal)
                ),
            ]);
            errors.Error(BindingCodes.WhichDevice, where, $"the program uses several devices: write {choice}");
        }

        return false;
    }

    private void ReportForeignInstruction(Symbol symbol, LocalStep local, Owner owner)
    {
        var architecture = owner.Host.Architecture;
        var kind = local.Step.Kind;
        if (InstructionSet.Lacks(architecture, kind))
        {
            var whose = InstructionSet.IsOfX86(kind) ? "x86" : "Arm";
            var message =
                $"`{WordTable.Of(kind)}` is an instruction of {whose}, and {owner.Name} is "
                + $"{WordTable.Of(architecture)}";
            errors.Warning(BindingCodes.OtherArchitecture, symbol.Place(local.Syntax.Span), message);
        }
    }

    private void ReportForeignType(Symbol symbol, LocalBuffer buffer, Owner owner)
    {
        if (
            buffer.Buffer.Type is MemoryType.NormalNc or MemoryType.Device
            && owner.Host.Architecture == Architecture.X86_64
        )
        {
            var message =
                $"`{buffer.Type}` is a memory type of Arm, and {owner.Name} is x86_64: `wc` and `uc` come nearest";
            errors.Warning(BindingCodes.OtherArchitecture, symbol.Place(buffer.Type.Span), message);
        }
    }
}
