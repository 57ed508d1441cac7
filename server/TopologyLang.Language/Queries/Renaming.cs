using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries;

/// <summary>
/// Whether something can be renamed. The places that change are those of <see cref="NameQuery.Places"/>.
/// </summary>
public static class Renaming
{
    /// <summary>Why a thing's name must stay; null where it may be changed.</summary>
    public static string? Refusal(Named? named) =>
        named switch
        {
            null => "There is no name here that could be changed: put the cursor on the name of a declaration or of a "
                + "buffer.",
            { Symbol.Path: Library.Path } =>
                $"The template `{named.Name}` ships with the product and cannot be renamed: "
                    + "write a template of your own with another name.",
            { Name: "" } => "This declaration has no name.",
            _ => null,
        };

    /// <summary>
    /// What is wrong with a new name in one of the topologies that it would stand in; null where it is right.
    /// </summary>
    public static string? Problem(Binding.Binding binding, Named named, string newName)
    {
        if (newName == named.Name)
        {
            return null;
        }

        if (newName.Length == 0 || Characters.WordEnd(newName, 0) != newName.Length)
        {
            return $"`{newName}` is no name: a name starts with a letter and goes on with "
                + "letters, digits, `_` and `-`.";
        }

        if (named.Buffer is not null)
        {
            return binding.BufferSpan(named.Symbol.Name, newName) is null
                ? null
                : $"The program `{named.Symbol.Name}` has a buffer `{newName}` already: choose another name.";
        }

        return binding.Find(named.Symbol.Kind, newName) is { } other
            ? $"There is {named.Symbol.Kind.WithArticle()} `{newName}` already ({Where(other)}): choose another name."
            : null;
    }

    private static string Where(Symbol symbol) =>
        symbol.Path == Library.Path ? "it ships with the product" : $"in {System.IO.Path.GetFileName(symbol.Path)}";
}
