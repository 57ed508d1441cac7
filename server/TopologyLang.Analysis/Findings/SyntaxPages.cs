using System.Collections.Immutable;

namespace TopologyLang.Analysis.Findings;

/// <summary>Of mistakes in the form of the text.</summary>
internal static class SyntaxPages
{
    public static readonly ImmutableArray<FindingPage> All =
    [
        new(
            "TOPO1001",
            "The file is too large",
            "The file has more than 16 Mi characters; nothing of it was read.",
            "A topology that a person writes is a few pages. The limit keeps a wrong file from taking all memory.",
            "Check that it is the file you meant. Split a very large one and use `import`."
        )
        {
            NoExample = "it would be a file of more than 16 MiB",
        },
        new(
            "TOPO1002",
            "Braces are nested too deep",
            "More than 64 braces are open in each other. The language needs one.",
            "A missing `}` far above is the usual cause; what follows would be read as part of the wrong declaration.",
            "Close the declaration above with `}`."
        ),
        new(
            "TOPO1003",
            "A comment is never closed",
            "A `/*` has no `*/` behind it.",
            "Everything to the end of the file is comment, so all that is declared there is missing.",
            "Write `*/` where the comment ends, or use `//`."
        ),
        new(
            "TOPO1004",
            "A string is never closed",
            "A string starts with `\"` and does not end on the same line.",
            "The value is not known, so the property does not count.",
            "Write the closing `\"`."
        ),
        new(
            "TOPO1005",
            "A character has no meaning here",
            "A character stands where the language has no use for it.",
            "What is not understood is left out, and every verdict that depends on it is undecided or missing.",
            "Take it out. The message says what was expected."
        ),
        new(
            "TOPO1006",
            "Not a declaration",
            "A line starts with a word that no declaration starts with.",
            "What is not understood is left out, and every verdict that depends on it is undecided or missing.",
            "Use one of `host`, `iommu`, `device`, `domain`, `guest`, `program`, `scenario`, `template`, `import`, "
                + "`expect`; the message names the nearest."
        ),
        new(
            "TOPO1007",
            "The head of a declaration is wrong",
            "What stands between the keyword and the `{` is not understood.",
            "The declaration is left out, with everything that names it.",
            "Write it as in the reference: `device NAME behind IOMMU { ... }`, say."
        ),
        new(
            "TOPO1008",
            "A block is never closed",
            "A declaration's `{` has no `}`.",
            "What follows may have been meant for another declaration.",
            "Write the `}`."
        ),
        new(
            "TOPO1009",
            "A brace closes nothing",
            "A `}` stands where no block is open.",
            "Often a block was closed too early, and what should be in it stands outside.",
            "Take the `}` out, or look for the block above that ends too soon."
        ),
        new(
            "TOPO1010",
            "Not a property",
            "What stands in a declaration is not of the form `name = value`.",
            "The property does not count; its default does, and verdicts that depend on the declaration are undecided.",
            "Write `name = value`."
        ),
        new(
            "TOPO1011",
            "Not a value",
            "What stands after the `=` is no value.",
            "The property does not count; its default does, and verdicts that depend on the declaration are undecided.",
            "The message says which values may stand there."
        ),
        new(
            "TOPO1012",
            "Not a statement",
            "A line of a program or scenario is none of the statements that the language has.",
            "A verdict without the line would be about another program, so the whole program or scenario is left out, "
                + "and its expectations are not met.",
            "The message says what may stand there; docs/language.md lists all statements."
        ),
        new(
            "TOPO1013",
            "Not an expectation",
            "What stands after `expect` is none of the forms of an expectation.",
            "It is not checked.",
            "The message says what may stand there; docs/language.md lists all forms."
        ),
        new(
            "TOPO1014",
            "Not an import",
            "After `import` stands no path in quotes.",
            "Nothing is imported, so names that it would bring are missing.",
            "Write `import \"FILE.topo\"` on a line of its own."
        ),
        new(
            "TOPO1015",
            "A block inside a block",
            "A declaration stands inside another one.",
            "The inner declaration is left out.",
            "Close the outer one with `}` first."
        ),
        new(
            "TOPO1016",
            "Too many mistakes",
            "The file has more than 1000 mistakes in its syntax; the rest is not shown.",
            "Nobody reads more, and an editor suffers from them.",
            "Check that it is a .topo file; mend the first mistakes, and many others will go."
        )
        {
            NoExample = "it would be a file with more than 1000 mistakes",
        },
        new(
            "TOPO1017",
            "Too many declarations",
            "The file has more than 100,000 declarations; the rest is not read.",
            "What is not read is not simulated.",
            "Split the file."
        )
        {
            NoExample = "it would be a file of more than 100,000 declarations",
        },
    ];
}
