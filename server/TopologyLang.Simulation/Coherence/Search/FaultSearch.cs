using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Which reads that go wrong count: those of runs that can still end. A read that goes wrong in a run that some wait
/// then never lets pass happens in no execution of the program.
/// </summary>
internal sealed class FaultSearch(ProductProgram program, SearchLimits limits, SearchClock clock)
{
    private readonly Expander expander = new(program);
    private readonly Completions completions = new(program, limits, clock);

    /// <summary>The limit of states was reached while looking for the end of a run.</summary>
    public bool GaveUp => completions.GaveUp;

    /// <summary>A read that may be next in one of the states goes wrong in this way.</summary>
    /// <exception cref="OperationCanceledException"/>
    public bool IsIn(StateBlock block, ReadFaults fault)
    {
        if ((expander.Faults(block) & fault) == 0)
        {
            return false;
        }

        return !program.At(program.Place(block.Base)).WaitsLeft || block.Each().Any(state => IsIn(state, fault));
    }

    public bool Ends(ulong state) => completions.Ends(state);

    private bool IsIn(ulong state, ReadFaults fault) => expander.AfterFault(state, fault).Exists(completions.Ends);
}
