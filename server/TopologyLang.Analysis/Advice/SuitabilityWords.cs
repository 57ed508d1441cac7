namespace TopologyLang.Analysis.Advice;

internal static class SuitabilityWords
{
    public static string Of(Suitability suitability) =>
        suitability switch
        {
            Suitability.Safe => "safe",
            Suitability.NeedsCare => "needs care",
            Suitability.Unsafe => "not safe between guests",
            Suitability.Refused => "refused",
            _ => "not known",
        };
}
