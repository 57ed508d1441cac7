using System.Collections.Immutable;

namespace TopologyLang.Analysis.Rules;

public static class AllRules
{
    /// <summary>In the order in which findings of one place are shown.</summary>
    public static readonly ImmutableArray<IRule> InOrder =
    [
        new LanguageErrors(),
        new ImpossibleDeclarations(),
        new RefusedOperations(),
        new RefusedGuests(),
        new SharedDomains(),
        new StalePrograms(),
        new StricterProfiles(),
        new NeedlessMaintenance(),
        new NeedlessBarriers(),
        new ProgramsThatCannotRun(),
        new UndecidedPrograms(),
        new OpenFactPrograms(),
        new NotKnown(),
        new BeliefDiffers(),
        new OrdinaryAccesses(),
        new UnsaidBuses(),
        new UnmetExpectations(),
    ];
}
