using TopologyLang.Simulation.Kernel.State;

namespace TopologyLang.Simulation.Kernel.Timelines;

/// <summary>One run of a program, and the state in which it runs.</summary>
/// <param name="Run">Counted from 0 within its scenario, over all programs; 0 in the implied set-up, where each program
/// runs once.</param>
/// <param name="OperationIndex">The place of its <c>run</c> statement in the scenario; null for the implied
/// set-up.</param>
public sealed record ProgramRun(string Program, int Run, int? OperationIndex, KernelState State);
