namespace TopologyLang.Import.Reading;

/// <summary>
/// What was given cannot be imported. The message is for the user: which file, at which offset or line, what was
/// expected there.
/// </summary>
public sealed class ImportException : Exception
{
    public ImportException(string message)
        : base(message) { }

    public ImportException(string message, Exception inner)
        : base(message, inner) { }

    public ImportException() { }
}
