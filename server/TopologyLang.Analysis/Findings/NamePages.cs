using System.Collections.Immutable;

namespace TopologyLang.Analysis.Findings;

/// <summary>Of names and values that do not fit.</summary>
internal static class NamePages
{
    public static readonly ImmutableArray<FindingPage> All =
    [
        new(
            "TOPO2001",
            "A name twice",
            "A second declaration of the same kind has a name that is taken, or a list names something twice.",
            "Only the first one counts.",
            "Rename one, or take it out."
        ),
        new(
            "TOPO2002",
            "An unknown name",
            "Something is named that is not declared.",
            "What names it means nothing without it and is left out.",
            "Declare it, or take the spelling that the message offers."
        ),
        new(
            "TOPO2003",
            "An unknown property",
            "The kind of declaration has no property of this name.",
            "It does not count: a misspelt property leaves the default in place, and verdicts that depend on the "
                + "declaration are undecided.",
            "Take the spelling that the message offers; docs/language.md lists the properties of each kind."
        ),
        new(
            "TOPO2004",
            "A wrong value",
            "The value does not fit its property.",
            "The property does not count, and verdicts that depend on the declaration are undecided.",
            "The message says which values fit."
        ),
        new(
            "TOPO2005",
            "A property of another model",
            "This IOMMU model has no such property.",
            "The hardware has no such thing, so it does not count.",
            "Take it out, or correct `model`."
        ),
        new(
            "TOPO2006",
            "A property twice",
            "A declaration gives the same property twice.",
            "The first one counts.",
            "Take one out."
        ),
        new(
            "TOPO2007",
            "It is not said where it belongs",
            "A declaration does not say on which host, behind which IOMMU or in which guest it is.",
            "Its place decides what it can do, so it is left out.",
            "Write `on HOST`, `behind IOMMU` or `in GUEST` after the name, as the message says."
        ),
        new(
            "TOPO2008",
            "A clause that does not fit",
            "A declaration has an `on`, `behind`, `in` or `using` that its kind does not have, or two places at once.",
            "Where it belongs is not clear, so it is left out.",
            "Keep the one that fits."
        ),
        new(
            "TOPO2009",
            "A template that does not fit",
            "A template is for another kind of declaration, or does not say for which.",
            "Its values cannot be taken over, so what uses it is left out.",
            "Write `template NAME : KIND`, and use it for that kind."
        ),
        new(
            "TOPO2010",
            "An import that cannot be read",
            "The file that an `import` names is not there, cannot be read, or lies outside of the folders that may be "
                + "read.",
            "What it declares is missing.",
            "Correct the path; it counts from the file that imports. Imports do not leave the folder that is checked."
        ),
        new(
            "TOPO2011",
            "Files import each other",
            "A file imports, in the end, itself.",
            "Nothing is lost, since each file is read once; but which file needs which is not clear.",
            "Move what both need to a third file."
        ),
        new(
            "TOPO2012",
            "There is no such CPU",
            "A program names a CPU that its guest or host does not have.",
            "The program could not run there, so it is left out.",
            "CPUs count from 0: correct the number, or `vcpus` or `cpus`."
        ),
        new(
            "TOPO2013",
            "Which device?",
            "A `dma` line does not say which device does it, or names one that the program does not use.",
            "Whether the access bypasses the caches depends on the device.",
            "Name the devices in the program's `using`, and with several of them the device in each `dma` line."
        ),
        new(
            "TOPO2014",
            "Through which domain?",
            "A guest's `assign` list names a device without its domain.",
            "The domain decides whether no-snoop is blocked.",
            "Write `DEVICE via DOMAIN`."
        ),
        new(
            "TOPO2015",
            "A kernel newer than what is known",
            "The version is newer than the newest one whose behaviour is known.",
            "It is simulated as the newest known one; what has changed since then is not.",
            "Nothing, if you know that. Else write a known version."
        ),
        new(
            "TOPO2016",
            "A kernel older than what is known",
            "The version is older than the oldest one whose behaviour is known.",
            "Nobody has read what it does: what depends on it is not known, and verdicts are undecided.",
            "Write the version that is meant, if it is a known one."
        ),
        new(
            "TOPO2017",
            "Of another architecture",
            "An instruction or a memory type does not exist on the architecture of the host.",
            "Such a program cannot run there, so it repairs nothing.",
            "Use what the architecture has: `clflush` or `wbinvd` on x86, `dc_civac` on Arm."
        ),
        new(
            "TOPO2018",
            "A value contradicts a register",
            "A property says something else than the register that the same declaration gives.",
            "The property counts; one of the two is wrong.",
            "Take the property out if the register is the machine's own."
        ),
        new(
            "TOPO2019",
            "An unlikely pair",
            "This IOMMU is not found on machines of this architecture.",
            "The answers are about a machine that there is not.",
            "Correct `model` or `arch`."
        ),
        new(
            "TOPO2020",
            "On another host",
            "A domain or guest names a device of another host.",
            "No kernel can attach a device that is not in its machine.",
            "Put both on one host."
        ),
        new(
            "TOPO2021",
            "A circle",
            "A host runs in a guest that runs on it, or a domain is its own parent.",
            "Nothing of the kind can exist, so it is left out.",
            "Break the circle."
        ),
        new(
            "TOPO2022",
            "A number out of its range",
            "A box, a run or another number does not exist.",
            "The expectation cannot be checked.",
            "The message gives the range."
        ),
        new(
            "TOPO2023",
            "An address twice",
            "Two devices of one host have the same PCI address.",
            "One function cannot be two devices; groups and aliases would be wrong.",
            "Correct one address."
        ),
        new(
            "TOPO2024",
            "A hypervisor where there is none",
            "A program on a host uses `host cpu N`, which speaks of the hypervisor under a guest.",
            "There is no hypervisor under a host; it is taken as `cpu N`.",
            "Write `cpu N`."
        ),
        new(
            "TOPO2025",
            "Too many mistakes",
            "The file has more than 1000 mistakes in names and values; the rest is not shown.",
            "Nobody reads more, and an editor suffers from them.",
            "Mend the first ones, and many others will go."
        )
        {
            NoExample = "it would be a file with more than 1000 mistakes",
        },
        new(
            "TOPO2026",
            "No effect",
            "A property is given where nothing reads it.",
            "The declaration looks as if it said something about the machine, and it says nothing.",
            "Leave the property out, or add what the message names."
        ),
        new(
            "TOPO2027",
            "Two memory types in one cache line",
            "A buffer shares the cache line of another one and is mapped with another memory type.",
            "A page has one memory type, so the two cannot be words of one line; a program that maps the page twice "
                + "with different types is outside what any architecture promises.",
            "Give both the same type, or leave `shares` out: then each has a line of its own."
        ),
    ];
}
