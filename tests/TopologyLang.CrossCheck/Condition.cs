namespace TopologyLang.CrossCheck;

/// <summary>
/// A condition on the variables of a model. What is true or false whatever they hold is left out when conditions are
/// joined.
/// </summary>
public abstract record Condition
{
    public static readonly Condition True = new Constant(true);
    public static readonly Condition False = new Constant(false);

    public sealed record Constant(bool Holds) : Condition;

    public sealed record Is(string Variable, int Value) : Condition;

    public sealed record AtLeast(string Variable, int Value) : Condition;

    public sealed record Not(Condition Operand) : Condition;

    public sealed record And(Condition Left, Condition Right) : Condition;

    public sealed record Or(Condition Left, Condition Right) : Condition;

    public static Condition operator &(Condition left, Condition right) =>
        (left, right) switch
        {
            (Constant { Holds: true }, _) => right,
            (Constant, _) => left,
            (_, Constant { Holds: true }) => left,
            (_, Constant) => right,
            _ => new And(left, right),
        };

    public static Condition operator |(Condition left, Condition right) =>
        (left, right) switch
        {
            (Constant { Holds: true }, _) => left,
            (Constant, _) => right,
            (_, Constant { Holds: true }) => right,
            (_, Constant) => left,
            _ => new Or(left, right),
        };

    public static Condition operator !(Condition operand) =>
        operand switch
        {
            Constant constant => new Constant(!constant.Holds),
            Not not => not.Operand,
            _ => new Not(operand),
        };

    public static Condition Any(IEnumerable<Condition> conditions) =>
        conditions.Aggregate(False, (any, one) => any | one);

    public static Condition All(IEnumerable<Condition> conditions) =>
        conditions.Aggregate(True, (all, one) => all & one);
}
