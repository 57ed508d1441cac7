using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Symbols;

/// <param name="Path">The same for every way to write the same file: cycles and repeated imports are found by
/// it.</param>
/// <param name="Tree">Null where the file cannot be read.</param>
/// <param name="Problem">Why it cannot be read, to be put after a colon; null where it can.</param>
public sealed record ImportedFile(string Path, SyntaxTree? Tree, string? Problem);

/// <summary>
/// Finds and reads what an import names. The caller does the file access and decides what may be read.
/// </summary>
/// <param name="fromPath">The file with the import.</param>
/// <param name="importText">The path as the import has it.</param>
/// <returns>Null where there is no such file.</returns>
public delegate ImportedFile? ImportResolver(string fromPath, string importText);

/// <summary>A file that takes part in a topology.</summary>
public sealed record BoundFile(string Path, SyntaxTree Tree);
