namespace TopologyLang.Cli.Terminal;

/// <summary>What the process says to its caller; the same for every command.</summary>
public static class ExitCode
{
    /// <summary>Nothing worse than information.</summary>
    public const int Fine = 0;

    /// <summary>Warnings or errors in the files, an unmet expectation among them.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage, or a file that cannot be read or written.</summary>
    public const int Unusable = 2;

    /// <summary>A fault of the program itself.</summary>
    public const int Fault = 3;
}
