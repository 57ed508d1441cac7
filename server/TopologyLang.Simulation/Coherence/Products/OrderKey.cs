using System.Text;
using TopologyLang.Simulation.Coherence.Order;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>
/// The order of a program as text, without names: equal for two programs exactly if their places and reads are the
/// same.
/// </summary>
internal static class OrderKey
{
    public static void Append(StringBuilder key, ProgramOrder order)
    {
        if (order.IsText)
        {
            return;
        }

        foreach (var step in order.Steps)
        {
            var source = order.Reads[step.Index];
            key.Append(step.IsTaken ? (step.Step.IsWait ? 'w' : 't') : '-')
                .Append((char)(source.Newest + 1))
                .Append((char)(source.Own + 1))
                .Append((char)source.NewestVersion)
                .Append((char)source.OwnVersion);
            foreach (var before in order.Predecessors[step.Index].Members())
            {
                key.Append((char)before);
            }

            key.Append('/');
        }
    }
}
