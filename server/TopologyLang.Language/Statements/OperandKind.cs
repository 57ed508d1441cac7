namespace TopologyLang.Language.Statements;

/// <summary>What an operand of a statement names or counts.</summary>
public enum OperandKind
{
    NewBuffer,
    Buffer,
    Size,
    MemoryType,
    Cpu,
    PhysicalCpu,
    Device,
    Domain,
    Guest,
    Program,
    Scenario,
    Host,
    Kernel,
    Box,
    Run,
    Errno,
    Hazard,
    Barrier,
}

/// <summary>What an operand looks like in the text.</summary>
internal enum OperandLexeme
{
    Name,
    Number,
    Size,
    Version,
    Errno,
    MemoryType,
    Hazard,
    Barrier,
}
