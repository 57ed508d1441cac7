using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Locations;

/// <summary>Where in the text the things of a simulation stand.</summary>
public sealed class Places(Binding binding)
{
    /// <summary>The statement; for a built-in program, which has no text, the name of its device.</summary>
    public FileSpan Of(Program program, int step) =>
        program.BuiltIn ? Name(DeclarationKind.Device, program.Devices[0]) : binding.StepSpan(program.Name, step);

    /// <summary>The name of the program; for a built-in one that of its device.</summary>
    public FileSpan Of(Program program) =>
        program.BuiltIn
            ? Name(DeclarationKind.Device, program.Devices[0])
            : Name(DeclarationKind.Program, program.Name);

    /// <summary>The statement of the scenario, or the declaration that implies the operation.</summary>
    public FileSpan Of(string? scenario, OperationOutcome outcome) =>
        (scenario, outcome.Index, outcome.Operation) switch
        {
            ({ } name, { } index, _) => binding.OperationSpan(name, index),
            (_, _, { Domain: { } domain, Device: { } device }) => binding.AttachSpan(domain, device)
                ?? Name(DeclarationKind.Device, device),
            (_, _, { Guest: { } guest, Device: { } device }) => binding.AssignSpan(guest, device)
                ?? Name(DeclarationKind.Device, device),
            (_, _, { Device: { } device }) => Name(DeclarationKind.Device, device),
            _ => throw new InvalidOperationException($"an implied operation without a place: {outcome.Operation.Kind}"),
        };

    /// <summary>The property; where the declaration leaves it out, the declaration's name.</summary>
    public FileSpan Property(DeclarationKind kind, string name, string property) =>
        binding.PropertySpan(kind, name, property) ?? Name(kind, name);

    public FileSpan Name(DeclarationKind kind, string name)
    {
        var symbol = binding.Find(kind, name) ?? throw new InvalidOperationException($"{kind} {name} is not declared");
        return symbol.NameSpan;
    }
}
