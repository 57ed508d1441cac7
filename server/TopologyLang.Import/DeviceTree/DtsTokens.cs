using System.Globalization;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.DeviceTree;

/// <summary>
/// The words of a device tree source text: names, punctuation, strings; comments and line marks are left out.
/// </summary>
internal sealed class DtsTokens
{
    private readonly string file;
    private readonly string text;
    private int at;

    public DtsTokens(string file, string text)
    {
        this.file = file;
        this.text = text;
        Next();
    }

    /// <summary>A punctuation mark, a name, or a string with its opening quote; empty at the end.</summary>
    public string Current { get; private set; } = "";

    public int Line { get; private set; } = 1;

    public string Take()
    {
        var taken = Current;
        Next();
        return taken;
    }

    public void Expect(string token)
    {
        if (Current != token)
        {
            throw Error($"'{token}' is expected here, and there is '{(Current.Length == 0 ? "the end" : Current)}'");
        }

        Next();
    }

    public bool TakeIf(string token)
    {
        if (Current != token)
        {
            return false;
        }

        Next();
        return true;
    }

    public ImportException Error(string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}: {problem}"));

    private void Next()
    {
        SkipSpace();
        if (at >= text.Length)
        {
            Current = "";
            return;
        }

        var start = at;
        if (text[at] == '"')
        {
            ReadString();
        }
        else if (IsName(text[at]))
        {
            while (at < text.Length && IsName(text[at]))
            {
                at++;
            }
        }
        else
        {
            at++;
        }

        Current = text[start..at];
    }

    private void ReadString()
    {
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
        }

        if (at >= text.Length)
        {
            throw Error("a string does not end");
        }

        at++;
    }

    private void SkipSpace()
    {
        while (at < text.Length)
        {
            if (text[at] == '\n')
            {
                Line++;
                at++;
            }
            else if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (Starts("//") || (text[at] == '#' && Starts("# ")))
            {
                Skip("\n", 0);
            }
            else if (Starts("/*"))
            {
                Skip("*/", 2);
            }
            else
            {
                return;
            }
        }
    }

    private bool Starts(string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

    private void Skip(string end, int past)
    {
        var found = text.IndexOf(end, at, StringComparison.Ordinal);
        var stop = found < 0 ? text.Length : found + past;
        for (; at < stop; at++)
        {
            Line += text[at] == '\n' ? 1 : 0;
        }
    }

    /// <summary>
    /// Source: Devicetree specification 0.4, 2.2.1 and 2.2.4 (characters of names); <c>/</c> alone is punctuation here.
    /// </summary>
    private static bool IsName(char character) =>
        char.IsAsciiLetterOrDigit(character) || ",._+-?#@".Contains(character);
}
