namespace TopologyLang.Language.Syntax;

/// <summary>What is more than a person writes is refused with a message instead of costing time or memory.</summary>
public static class SourceLimits
{
    /// <summary>In UTF-16 code units.</summary>
    public const int FileLength = 16 * 1024 * 1024;

    /// <summary>
    /// In one file; what follows is not read. Text that is none of ours has a "declaration" in each line.
    /// </summary>
    public const int Declarations = 100_000;

    /// <summary>Of braces and brackets; the language itself needs two.</summary>
    public const int NestingDepth = 64;

    /// <summary>Reported for one file; nobody reads more, and an editor chokes on them.</summary>
    public const int Errors = 1000;

    /// <summary>Texts longer than this are parsed on several threads.</summary>
    public const int ParallelLength = 256 * 1024;
}
