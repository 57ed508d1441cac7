using TopologyLang.Analysis.Findings;

namespace TopologyLang.Cli.Output;

/// <summary>
/// One way to show what a check found. It is given one file after the other and writes what it can at once, so that of
/// many files few need to be in memory.
/// </summary>
public interface ICheckOutput
{
    /// <summary>
    /// Remedies of the finding will be written: they are looked for before its file is added, by another thread.
    /// </summary>
    bool ShowsRemedies(Finding finding);

    void Add(CheckedFile file);

    /// <summary>After the last file.</summary>
    void End();
}
