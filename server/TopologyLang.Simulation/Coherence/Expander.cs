using System.Numerics;

namespace TopologyLang.Simulation.Coherence;

/// <summary>The states after one step from states of a product. Not safe for several threads: each has its own.</summary>
internal sealed class Expander(ProductProgram program)
{
    private readonly ProductLine[] lines = [.. program.Lines];
    private readonly int[][][] orders = program.Orders;
    private readonly BlockBuffer next = new();
    private readonly BlockBuffer before = new();

    /// <summary>Every state after one step; the span is overwritten by the next call. Some may be there twice.</summary>
    public ReadOnlySpan<StateBlock> After(StateBlock block)
    {
        next.Clear();
        var pc = program.Pc(block.Base);
        if (pc < program.Steps.Length)
        {
            ProgramStep(program.Steps[pc], block);
            Normalize(0, pc + 1);
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

        Normalize(own, pc);
        return next.Blocks;
    }

    /// <summary>The program's next step can read another value than the newest in one of the states.</summary>
    public bool ReadsStale(StateBlock block)
    {
        var pc = program.Pc(block.Base);
        if (pc < program.Steps.Length)
        {
            foreach (var action in program.Steps[pc])
            {
                if (action.Step >= 0 && !lines[action.Line].Program.Steps[pc].Waits && ReadsStale(action, block))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same state with the CPUs that are alike in a fixed order.</summary>
    public ulong Normal(ulong state) => Least(state, orders[program.Pc(state)]);

    private bool ReadsStale(in ProductAction action, StateBlock block)
    {
        var line = lines[action.Line];
        if ((block.Base & action.Completes) == 0 && action.Drain < 0)
        {
            return ReadsStale(line, action.Step, block);
        }

        next.Clear();
        next.Add(block);
        Prepare(action);
        foreach (var prepared in next.Blocks)
        {
            if (ReadsStale(line, action.Step, prepared))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReadsStale(ProductLine line, int step, StateBlock block)
    {
        if (!line.IsFirst)
        {
            return line.Table.ReadsStale(step, line.NumberIn(block.Base));
        }

        for (var states = block.States; states != 0; states &= states - 1)
        {
            if (line.Table.ReadsStale(step, line.NumberIn(block.Base) + BitOperations.TrailingZeroCount(states)))
            {
                return true;
            }
        }

        return false;
    }

    private void ProgramStep(ProductAction[] actions, StateBlock block)
    {
        next.Add(block with { Base = block.Base + program.NextPc });
        foreach (var action in actions)
        {
            Prepare(action);
            if (action.Step >= 0)
            {
                ForEach(lines[action.Line], action.Step);
            }

            next.Change(clear: 0, set: action.Issues);
        }
    }

    /// <summary>What comes before the step's own operation: buffers drain, and pending operations complete.</summary>
    private void Prepare(in ProductAction action)
    {
        if (action.Drain >= 0)
        {
            ForEach(lines[action.Line], action.Drain);
        }

        // What is pending is the same in all of them.
        var completing = next.Count > 0 ? next.Blocks[0].Base & action.Completes : 0;
        if (completing != 0)
        {
            next.Change(clear: completing, set: 0);
            ForEach(lines[action.Line], lines[action.Line].Completion(completing));
        }
    }

    /// <summary>Replaces the states found so far by those after a step of one line.</summary>
    private void ForEach(ProductLine line, int step)
    {
        before.Clear();
        before.AddRange(next.Blocks);
        next.Clear();
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

    private void Normalize(int from, int pc)
    {
        if (orders[pc].Length == 0 || from == next.Count)
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
                next.Gather(from, Least(block.Base | (uint)BitOperations.TrailingZeroCount(states), orders[pc]));
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
