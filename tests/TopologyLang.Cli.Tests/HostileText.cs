namespace TopologyLang.Cli.Tests;

/// <summary>What a file of a stranger may hold to steer whoever looks at it.</summary>
internal static class HostileText
{
    public const string Html = "<img src=x onerror=alert(1)><script>alert(1)</script>";
    public const string Markdown = "[x](command:evil) ![y](http://127.0.0.1/y.png) ```<b>``` `<i>`";

    /// <summary>
    /// ESC and CSI sequences, the title of the window, a link, bell, backspace, and characters that turn the direction.
    /// </summary>
    public const string Terminal =
        "\u001b[31m\u001b]0;owned\u0007\u001b]8;;http://127.0.0.1\u0007\u009b2J\b\u202eevil\u202c\u2066\u200f\u2028";

    public const string All = Html + Markdown + Terminal;

    /// <summary>In every place where the grammar takes more than a word; what is a name can be none of it.</summary>
    public const string File = $$"""
        // {{All}}
        /// {{All}}
        host desk { kernel = 6.8  cpus = 2 /* {{All}} */ }
        import "{{All}}.topo"
        iommu main on desk { model = intel_vtd }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
        host other { arch = "{{All}}" }
        device "{{All}}" behind main { bus = pcie 0000:04:00.0 }
        domain space on desk { api = "{{All}}" }
        program p on desk using nic {
          buffer b = 4KiB wb
          cpu 0 write "{{All}}"
          dma {{All}}
        }
        scenario s {
          {{All}}
        }
        expect {{All}}
        expect "{{All}}" coherent
        """;

    /// <summary>Without a mistake: in comments only.</summary>
    public const string Understood = $$"""
        // {{All}}
        /// {{All}}
        host desk { kernel = 6.8  cpus = 2 /* {{All}} */ }
        /// {{All}}
        iommu main on desk { model = intel_vtd }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
        program p on desk using nic {
          buffer b = 4KiB wb  // {{All}}
          cpu 0 write b
          dma read b no_snoop
        }

        """;

    /// <summary>A file name may hold whatever is no slash.</summary>
    public static readonly string FileName = All.Replace('/', '-') + ".topo";

    /// <summary>Only what moves to the next line or column is left of the characters that steer.</summary>
    public static bool IsHarmless(string shown) =>
        !shown.Any(character =>
            (char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
            || character is '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
        );
}
