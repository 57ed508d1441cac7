using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Symbols;

internal static class ReferenceChain
{
    /// <summary>
    /// Following <paramref name="next"/> comes back to the start, or goes on for longer than any real chain.
    /// </summary>
    public static bool LeadsBack(Symbol start, Func<Symbol, Symbol?> next)
    {
        var current = next(start);
        for (var steps = 0; current is not null; steps++)
        {
            if (current == start || steps > SourceLimits.NestingDepth)
            {
                return true;
            }

            current = next(current);
        }

        return false;
    }
}
