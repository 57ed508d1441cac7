using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Operations;

/// <summary>
/// <c>upgrade H to V</c>: the host starts anew with another kernel, which keeps nothing; its guests and the hosts in
/// them start anew, and Enable No Snoop reads as declared. What stood is done again in the same order, and each of
/// these operations is answered by the new kernel.
/// </summary>
internal static class Upgrade
{
    public static Answer Run(KernelState state, string hostName, KernelVersion version)
    {
        var index = Renewed(state.Index, hostName, version);
        var standing = Standing.Of(state.Index, state.Done);
        var again = standing.Where(o => index.RunsOn(Dispatch.HostOf(index, o), hostName)).ToImmutableArray();
        var fresh = Restarted(state, index, hostName, again) with
        {
            Done = [.. standing.Where(o => !again.Contains(o))],
        };
        ImmutableArray<Reason> chain =
        [
            new Reason(
                $"{hostName} starts anew with Linux {version}, which keeps nothing; what stood is done again in the "
                    + "same order"
            ),
        ];
        ImmutableArray<OperationOutcome> outcomes = [];
        foreach (var operation in again)
        {
            var answer = Dispatch.Run(fresh, operation);
            fresh = answer.State;
            outcomes = outcomes.Add(
                new OperationOutcome(operation, null, answer.Result, index.AnsweringKernel(hostName), answer.Chain)
            );
            chain = chain.Add(
                new Reason($"{Name(operation)}: {answer.Result}", answer.Chain.IsEmpty ? null : answer.Chain[^1].Source)
            );
        }

        return Answer.Done(fresh, chain) with
        {
            Redone = outcomes,
        };
    }

    private static TopologyIndex Renewed(TopologyIndex index, string hostName, KernelVersion version) =>
        new(
            index.Topology with
            {
                Hosts = [.. index.Topology.Hosts.Select(h => h.Name == hostName ? h.Under(version) : h)],
            },
            index.Declared
        );

    /// <summary>What is not known stays so: nobody can say what would have to be done again.</summary>
    private static KernelState Restarted(
        KernelState state,
        TopologyIndex index,
        string hostName,
        ImmutableArray<Operation> again
    )
    {
        var initial = KernelState.Initial(index);
        bool Concerned(string host) => index.RunsOn(index.Host(host), hostName);
        var domains = index.Topology.Domains.Where(d => Concerned(d.Host)).Select(d => d.Name).ToImmutableArray();
        return state with
        {
            Index = index,
            Devices = state.Devices.SetItems(
                index
                    .Topology.Devices.Where(d => Concerned(d.Host))
                    .Select(d =>
                        KeyValuePair.Create(
                            d.Name,
                            initial.Devices[d.Name] with
                            {
                                Unknown = state.Devices[d.Name].Unknown,
                                MaybeIn = state.Devices[d.Name].MaybeIn,
                            }
                        )
                    )
            ),
            Guests = state.Guests.SetItems(
                index
                    .Topology.Guests.Where(g => Concerned(g.Host))
                    .Select(g =>
                        KeyValuePair.Create(
                            g.Name,
                            initial.Guests[g.Name] with
                            {
                                Unknown = state.Guests[g.Name].Unknown,
                            }
                        )
                    )
            ),
            Tables = state.Tables.RemoveRange(domains),
            Mappings = state
                .Mappings.RemoveRange(domains)
                .SetItems(domains.Where(IsUnmapped).Select(d => KeyValuePair.Create(d, false))),
        };

        // Where the scenario says what is mapped, the VMM maps nothing by itself, unless that is unmapped again.
        bool IsUnmapped(string domain) =>
            state.Mappings.ContainsKey(domain) && !again.Any(o => o.Kind == OperationKind.Unmap && o.Domain == domain);
    }

    private static string Name(Operation operation) =>
        operation.Kind switch
        {
            OperationKind.Attach => $"attach {operation.Device} to {operation.Domain}",
            OperationKind.KvmAdd => $"kvm add {operation.Device} to {operation.Guest}",
            OperationKind.Map => $"map {operation.Domain}",
            _ => $"unmap {operation.Domain}",
        };
}
