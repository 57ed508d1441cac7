using System.Globalization;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// Random programs of two or three actors about the order of their steps, the same ones for the same seed. Half of them
/// are rings: each actor has an access to a buffer of its own and one to the next actor's, which is the form of the
/// classical shapes. The others are turns of actors that mostly wait for what another one wrote.
/// </summary>
internal sealed class OrderSamples(Architecture architecture, int seed)
{
    private readonly Random random = new(seed);

    public IEnumerable<OrderSample> All()
    {
        while (true)
        {
            var draft = new OrderDraft(random, architecture);
            if (random.Next(2) == 0)
            {
                Ring(draft);
            }
            else
            {
                Turns(draft);
            }

            yield return OrderSample.Of(draft.Text).First();
        }
    }

    private void Ring(OrderDraft draft)
    {
        var actors = Actors();
        var ring = Enumerable.Range(0, actors.Length).Select(i => $"b{i}").ToArray();
        random.Shuffle(ring);
        for (var i = 0; i < actors.Length; i++)
        {
            var (own, next) = (ring[i], ring[(i + 1) % ring.Length]);
            var first = draft.IsWritten(own) ? OneOf("wait", "wait", "read", "write") : OneOf("write", "write", "read");
            draft.Begin(actors[i], first == "wait");
            draft.Access(first, own);
            draft.Gap(45);
            for (var more = OneOf(0, 0, 0, 1, 1, 2); more > 0; more--)
            {
                draft.Access(OneOf("read", "read", "write", "wait"), OneOf(own, own, next, "x"));
                draft.Gap(45);
            }

            draft.Access(draft.IsWritten(next) ? OneOf("read", "write", "wait") : OneOf("read", "write", "read"), next);
            if (Chance(25))
            {
                draft.Gap(45);
                draft.Access("read", OneOf(ring));
            }
        }
    }

    private void Turns(OrderDraft draft)
    {
        var actors = Actors();
        string[] data = [.. Enumerable.Range(0, OneOf(1, 2, 2, 3)).Select(i => $"b{i}")];
        var length = OneOf(3, 4, 4, 5, 5, 6, 6, 7, 8);
        var last = "";
        while (draft.Accesses < length)
        {
            last = OneOf([.. actors.Where(actor => actor != last)]);
            var flag = draft.Foreign(last);
            var waits = flag is not null && Chance(65);
            draft.Begin(last, waits);
            if (waits)
            {
                draft.Access("wait", flag!);
            }

            for (var more = 1 + random.Next(4); more > 0; more--)
            {
                draft.Gap(30);
                draft.Access(
                    OneOf("wait", "write", "write", "write", "read", "read"),
                    OneOf([.. data, .. data, "f0", "f1"])
                );
            }

            draft.Gap(30);
            if (Chance(60))
            {
                draft.Access("write", OneOf("f0", "f1"));
            }
        }
    }

    private string[] Actors()
    {
        var actors = Enumerable
            .Range(0, OneOf(2, 2, 2, 3))
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"cpu {i}"))
            .ToArray();
        if (Chance(75))
        {
            actors[random.Next(actors.Length)] = OrderDraft.Device;
        }

        return actors;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
