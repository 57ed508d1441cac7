using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Schemas;

/// <summary>To which side a default errs, where the real machine has another value.</summary>
public enum DefaultSide
{
    /// <summary>Any other value can only make more verdicts coherent.</summary>
    Safe,

    /// <summary>
    /// Another value can make coherent stale. Where a file does not say it, both are simulated, and a verdict that
    /// differs is undecided and says on what it depends.
    /// </summary>
    Explored,

    /// <summary>
    /// With another value the kernel, the VMM or the tool refuses something, or does not refuse it: no data is at risk
    /// unnoticed.
    /// </summary>
    Refuses,

    /// <summary>
    /// The architecture, a specification or a released kernel settles it: another value is a deliberate setting.
    /// </summary>
    Settled,

    /// <summary>
    /// It says which machine or set-up is meant, or which model the caches follow; the answers name it.
    /// </summary>
    Named,

    /// <summary>It changes no verdict.</summary>
    Immaterial,
}

/// <summary>What is said of one property's default in docs/model.md.</summary>
/// <param name="Why">Completes "errs to this side, since ...".</param>
public sealed record DefaultStanding(DeclarationKind Kind, string Property, DefaultSide Side, string Why);
