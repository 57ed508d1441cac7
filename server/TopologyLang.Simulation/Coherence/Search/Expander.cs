using System.Numerics;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// The states after one step from states of a product. Not safe for several threads: each has its own.
/// </summary>
internal sealed class Expander(ProductProgram program)
{
    private readonly ProductLine[] lines = [.. program.Lines];
    private readonly BlockBuffer next = new();
    private readonly BlockBuffer before = new();

    /// <summary>
    /// Every state after one step; the span is overwritten by the next call. Some may be there twice.
    /// </summary>
    public ReadOnlySpan<StateBlock> After(StateBlock block)
    {
        next.Clear();
        var place = program.Place(block.Base);
        foreach (var move in program.At(place).Moves)
        {
            var from = next.Count;
            ProgramStep(move, block, from);
            Normalize(from, (int)(move.Next >> program.PlaceShift));
        }

        var own = next.Count;
        foreach (var line in lines)
        {
            Move(line, LineTable.EnvironmentStep, block);
            for (var pending = block.Base & line.PendingMask; pending != 0; pending &= pending - 1)
            {
                var slot = BitOperations.TrailingZeroCount(pending) - line.PendingShift;
                Move(line, line.Slots[slot], block with { Base = block.Base & ~(pending & (0 - pending)) });
            }
        }

        Normalize(own, place);
        return next.Blocks;
    }

    /// <summary>The ways in which a read that may be next can go wrong in one of the states.</summary>
    public ReadFaults Faults(StateBlock block)
    {
        var faults = ReadFaults.None;
        foreach (var move in program.At(program.Place(block.Base)).Moves)
        {
            faults |= move.Faults;
            if (move.Reads)
            {
                foreach (var action in move.Actions)
                {
                    faults |= action.Step >= 0 ? Faults(action, block) : ReadFaults.None;
                }
            }
        }

        return faults;
    }

    /// <summary>
    /// The states after each read that may be next in this one and that goes wrong in one of these ways.
    /// </summary>
    public List<ulong> AfterFault(ulong state, ReadFaults fault)
    {
        var after = new List<ulong>();
        foreach (var move in program.At(program.Place(state)).Moves)
        {
            next.Clear();
            if ((move.Faults & fault) != 0)
            {
                ProgramStep(move, StateBlock.Of(state), 0);
            }
            else if (move.Reads)
            {
                Faulty(move, state, fault);
            }

            Normalize(0, (int)(move.Next >> program.PlaceShift));
            foreach (var block in next.Blocks)
            {
                after.AddRange(block.Each());
            }
        }

        return after;
    }

    /// <summary>The same state with the CPUs that are alike in a fixed order.</summary>
    public ulong Normal(ulong state) => Least(state, program.At(program.Place(state)).Orders);

    /// <summary>A read acts on one line; all that comes before it does not read.</summary>
    private void Faulty(ProductMove move, ulong state, ReadFaults fault)
    {
        next.Add(At(StateBlock.Of(state), move));
        foreach (var action in move.Actions)
        {
            Prepare(action, 0);
            if (action.Step >= 0)
            {
                var line = lines[action.Line];
                before.Clear();
                before.AddRange(next.Blocks);
                next.Clear();
                foreach (var one in before.Blocks.ToArray().SelectMany(block => block.Each()))
                {
                    foreach (var number in line.Table.AfterFault(action.Step, line.NumberIn(one), fault))
                    {
                        next.Gather(0, (one & ~line.NumberMask) | ((ulong)number << line.Shift));
                    }
                }
            }
        }
    }

    private ReadFaults Faults(in ProductAction action, StateBlock block)
    {
        var line = lines[action.Line];
        if ((block.Base & action.Completes) == 0 && action.Drain < 0)
        {
            return Faults(line, action.Step, block);
        }

        next.Clear();
        next.Add(block);
        Prepare(action, 0);
        var faults = ReadFaults.None;
        foreach (var prepared in next.Blocks)
        {
            faults |= Faults(line, action.Step, prepared);
        }

        return faults;
    }

    private static ReadFaults Faults(ProductLine line, int step, StateBlock block)
    {
        if (!line.IsFirst)
        {
            return line.Table.Faults(step, line.NumberIn(block.Base));
        }

        var faults = ReadFaults.None;
        for (var states = block.States; states != 0; states &= states - 1)
        {
            faults |= line.Table.Faults(step, line.NumberIn(block.Base) + BitOperations.TrailingZeroCount(states));
        }

        return faults;
    }

    private StateBlock At(StateBlock block, ProductMove move) =>
        block with
        {
            Base = (block.Base & program.BelowPlace) | move.Next,
        };

    private void ProgramStep(ProductMove move, StateBlock block, int from)
    {
        next.Add(At(block, move));
        foreach (var action in move.Actions)
        {
            Prepare(action, from);
            if (action.Step >= 0)
            {
                ForEach(lines[action.Line], action.Step, from);
            }

            next.Change(from, clear: 0, set: action.Issues);
        }
    }

    /// <summary>What comes before the step's own operation: buffers drain, and pending operations complete.</summary>
    private void Prepare(in ProductAction action, int from)
    {
        if (action.Drain >= 0)
        {
            ForEach(lines[action.Line], action.Drain, from);
        }

        // What is pending is the same in all of them.
        var completing = next.Count > from ? next.Blocks[from].Base & action.Completes : 0;
        if (completing != 0)
        {
            next.Change(from, clear: completing, set: 0);
            ForEach(lines[action.Line], lines[action.Line].Completion(completing), from);
        }
    }

    /// <summary>Replaces the states of the present step by those after a step of one line.</summary>
    private void ForEach(ProductLine line, int step, int from)
    {
        before.Clear();
        before.AddRange(next.Blocks[from..]);
        next.CutAt(from);
        foreach (var block in before.Blocks)
        {
            Move(line, step, block);
        }
    }

    private void Move(ProductLine line, int step, StateBlock block)
    {
        var others = block.Base & ~line.NumberMask;
        var number = line.NumberIn(block.Base);
        if (!line.IsFirst)
        {
            foreach (var after in line.Table.After(step, number))
            {
                next.Add(new StateBlock(others | ((ulong)after << line.Shift), block.States));
            }

            return;
        }

        var from = next.Count;
        for (var states = block.States; states != 0; states &= states - 1)
        {
            foreach (var after in line.Table.After(step, number + BitOperations.TrailingZeroCount(states)))
            {
                next.Gather(from, others | (uint)after);
            }
        }
    }

    private void Normalize(int from, int place)
    {
        var orders = program.At(place).Orders;
        if (orders.Length == 0 || from == next.Count)
        {
            return;
        }

        before.Clear();
        before.AddRange(next.Blocks[from..]);
        next.CutAt(from);
        foreach (var block in before.Blocks)
        {
            for (var states = block.States; states != 0; states &= states - 1)
            {
                next.Gather(from, Least(block.Base | (uint)BitOperations.TrailingZeroCount(states), orders));
            }
        }
    }

    private ulong Least(ulong state, int[][] images)
    {
        var least = state;
        foreach (var order in images)
        {
            var image = state;
            for (var i = 0; i < lines.Length; i++)
            {
                var line = lines[i];
                image =
                    (image & ~line.NumberMask)
                    | ((ulong)line.Table.After(order[i], line.NumberIn(state))[0] << line.Shift);
            }

            least = Math.Min(least, image);
        }

        return least;
    }
}
