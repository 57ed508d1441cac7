using System.Collections.Immutable;

namespace TopologyLang.CrossCheck;

/// <summary>
/// When a condition will hold after some statements. A guard is looked at before the body of its rule runs; with this
/// it can ask for something that the body brings about.
/// </summary>
internal static class Precondition
{
    public static Condition Of(ImmutableArray<Statement> body, Condition after)
    {
        for (var i = body.Length - 1; i >= 0; i--)
        {
            after = Of(body[i], after);
        }

        return after;
    }

    private static Condition Of(Statement statement, Condition after) =>
        statement switch
        {
            Statement.Set set => Replaced(
                after,
                set.Variable,
                value => value == set.Value,
                value => set.Value >= value
            ),
            Statement.Copy copy => Renamed(after, copy.Variable, copy.From),
            Statement.If test => Either(test.Condition, Of(test.Then, after), Of(test.Else, after)),
            _ => after,
        };

    private static Condition Either(Condition condition, Condition then, Condition otherwise) =>
        then == otherwise ? then : (condition & then) | (!condition & otherwise);

    private static Condition Replaced(
        Condition condition,
        string variable,
        Func<int, bool> isValue,
        Func<int, bool> isAtLeast
    ) =>
        Changed(
            condition,
            leaf =>
                leaf switch
                {
                    Condition.Is one when one.Variable == variable => new Condition.Constant(isValue(one.Value)),
                    Condition.AtLeast one when one.Variable == variable => new Condition.Constant(isAtLeast(one.Value)),
                    _ => leaf,
                }
        );

    private static Condition Renamed(Condition condition, string from, string to) =>
        Changed(
            condition,
            leaf =>
                leaf switch
                {
                    Condition.Is one when one.Variable == from => one with { Variable = to },
                    Condition.AtLeast one when one.Variable == from => one with { Variable = to },
                    _ => leaf,
                }
        );

    private static Condition Changed(Condition condition, Func<Condition, Condition> change) =>
        condition switch
        {
            Condition.And and => Changed(and.Left, change) & Changed(and.Right, change),
            Condition.Or or => Changed(or.Left, change) | Changed(or.Right, change),
            Condition.Not not => !Changed(not.Operand, change),
            _ => change(condition),
        };
}
