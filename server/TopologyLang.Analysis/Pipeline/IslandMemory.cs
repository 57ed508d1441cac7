using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Language.Binding.Partition;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Pipeline;

/// <summary>
/// Remembers the answer about each island for as long as its first declaration lives. This is the one place where an
/// edit finds again what it did not change: a declaration that no edit has touched is the same object, and what hangs
/// on the same declarations is the same.
/// </summary>
internal sealed class IslandMemory
{
    /// <summary>Fewer are done before a second thread has begun.</summary>
    private const int ParallelIslands = 4;

    private readonly ConditionalWeakTable<DeclarationSyntax, IslandAnswer> known = [];

    /// <summary>
    /// The answers in the order of the islands. Those that are not known are asked for, several at a time where there
    /// are many.
    /// </summary>
    /// <param name="ask">Null: not even worth while.</param>
    /// <returns>Null where one of them is missing.</returns>
    /// <exception cref="OperationCanceledException"/>
    public ImmutableArray<IslandAnswer>? Recall(
        ImmutableArray<Island> islands,
        Func<Island, IslandAnswer?> ask,
        CancellationToken cancellation
    )
    {
        var answers = new IslandAnswer?[islands.Length];
        List<int> fresh = [];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Recall(islands[i]);
            if (answers[i] is null)
            {
                fresh.Add(i);
            }
        }

        void Ask(int i)
        {
            if (ask(islands[i]) is { } answer)
            {
                Remember(answers[i] = answer);
            }
        }

        if (fresh.Count < ParallelIslands)
        {
            fresh.ForEach(Ask);
        }
        else
        {
            Parallel.ForEach(fresh, new ParallelOptions { CancellationToken = cancellation }, Ask);
        }

        ImmutableArray<IslandAnswer> found = [.. answers.OfType<IslandAnswer>()];
        return found.Length == answers.Length ? found : null;
    }

    private IslandAnswer? Recall(Island island)
    {
        var answer = known.TryGetValue(island.Own[0].Syntax, out var before) ? before.At(island) : null;
        if (answer is not null && !ReferenceEquals(answer, before))
        {
            Remember(answer);
        }

        return answer;
    }

    private void Remember(IslandAnswer answer) => known.AddOrUpdate(answer.Island.Own[0].Syntax, answer);
}
