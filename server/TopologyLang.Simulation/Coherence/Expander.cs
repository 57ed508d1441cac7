using System.Numerics;

namespace TopologyLang.Simulation.Coherence;

/// <summary>The states after one step from a state of a product. Not safe for several threads: each has its own.</summary>
internal sealed class Expander(ProductProgram program)
{
    private readonly ProductLine[] lines = [.. program.Lines];
    private readonly int[][][] orders = program.Orders;
    private ulong[] next = new ulong[64];
    private ulong[] before = new ulong[16];
    private int count;

    /// <summary>Every state after one step; the span is overwritten by the next call. Some may be there twice.</summary>
    public ReadOnlySpan<ulong> After(ulong state)
    {
        count = 0;
        var pc = program.Pc(state);
        if (pc < program.Steps.Length)
        {
            ProgramStep(program.Steps[pc], state);
            Normalize(0, pc + 1);
        }

        var own = count;
        foreach (var line in lines)
        {
            Add(line, state, line.Table.After(LineTable.EnvironmentStep, line.NumberIn(state)));
            for (var pending = state & line.PendingMask; pending != 0; pending &= pending - 1)
            {
                var slot = BitOperations.TrailingZeroCount(pending) - line.PendingShift;
                Add(line, state & ~(pending & (0 - pending)), line.Table.After(line.Slots[slot], line.NumberIn(state)));
            }
        }

        Normalize(own, pc);
        return next.AsSpan(0, count);
    }

    /// <summary>The program's next step can read another value than the newest.</summary>
    public bool ReadsStale(ulong state)
    {
        var pc = program.Pc(state);
        if (pc < program.Steps.Length)
        {
            foreach (var action in program.Steps[pc])
            {
                if (action.Step >= 0 && !IsWait(action, pc) && ReadsStale(action, state))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same state with the CPUs that are alike in a fixed order.</summary>
    public ulong Normal(ulong state)
    {
        count = 0;
        Add(state);
        Normalize(0, program.Pc(state));
        return next[0];
    }

    private bool IsWait(in ProductAction action, int pc) => lines[action.Line].Program.Steps[pc].Waits;

    private bool ReadsStale(in ProductAction action, ulong state)
    {
        var line = lines[action.Line];
        if ((state & action.Completes) == 0 && action.Drain < 0)
        {
            return line.Table.ReadsStale(action.Step, line.NumberIn(state));
        }

        count = 0;
        Add(state);
        Prepare(action);
        for (var i = 0; i < count; i++)
        {
            if (line.Table.ReadsStale(action.Step, line.NumberIn(next[i])))
            {
                return true;
            }
        }

        return false;
    }

    private void ProgramStep(ProductAction[] actions, ulong state)
    {
        Add(state + program.NextPc);
        foreach (var action in actions)
        {
            Prepare(action);
            if (action.Step >= 0)
            {
                ForEach(action.Line, action.Step);
            }

            if (action.Issues != 0)
            {
                for (var i = 0; i < count; i++)
                {
                    next[i] |= action.Issues;
                }
            }
        }
    }

    /// <summary>What comes before the step's own operation: buffers drain, and pending operations complete.</summary>
    private void Prepare(in ProductAction action)
    {
        if (action.Drain >= 0)
        {
            ForEach(action.Line, action.Drain);
        }

        var completing = next[0] & action.Completes;
        if (completing != 0)
        {
            for (var i = 0; i < count; i++)
            {
                next[i] &= ~completing;
            }

            ForEach(action.Line, lines[action.Line].Completion(completing));
        }
    }

    /// <summary>Replaces the states found so far by those after a step of one line.</summary>
    private void ForEach(int index, int step)
    {
        var line = lines[index];
        var states = count;
        if (before.Length < states)
        {
            Array.Resize(ref before, next.Length);
        }

        next.AsSpan(0, states).CopyTo(before);
        count = 0;
        for (var i = 0; i < states; i++)
        {
            Add(line, before[i], line.Table.After(step, line.NumberIn(before[i])));
        }
    }

    private void Add(ProductLine line, ulong state, ReadOnlySpan<int> numbers)
    {
        if (next.Length < count + numbers.Length)
        {
            Array.Resize(ref next, 2 * (count + numbers.Length));
        }

        var others = state & ~line.NumberMask;
        var into = next.AsSpan(count, numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            into[i] = others | ((ulong)numbers[i] << line.Shift);
        }

        count += numbers.Length;
    }

    private void Add(ulong state) => next[count++] = state;

    private void Normalize(int from, int pc)
    {
        if (orders[pc].Length > 0)
        {
            for (var i = from; i < count; i++)
            {
                next[i] = Least(next[i], orders[pc]);
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
                image = (image & ~line.NumberMask) | ((ulong)line.Table.After(order[i], line.NumberIn(state))[0] << line.Shift);
            }

            least = Math.Min(least, image);
        }

        return least;
    }
}
