using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.DeviceTree;

/// <summary>
/// Reads the source text of one device tree as <c>dtc -O dts</c> prints it, with labels and references to them. What
/// only a preprocessor or dtc itself can do (includes, macros, arithmetic, overlays) is an error that says so: run dtc
/// and import its .dtb. Source: Devicetree specification 0.4, chapter 6 (source format).
/// </summary>
public sealed class Dts
{
    private const int DeepestNode = 64;
    private const uint FirstOwnPhandle = 0x10000;

    private readonly DtsTokens tokens;
    private readonly string file;
    private readonly Dictionary<string, uint> labels;
    private readonly bool resolve;

    private Dts(string file, string text, Dictionary<string, uint> labels, bool resolve)
    {
        this.file = file;
        this.labels = labels;
        this.resolve = resolve;
        tokens = new DtsTokens(file, text);
    }

    /// <exception cref="ImportException">No source of a device tree, or one that needs dtc.</exception>
    public static DeviceTreeNode Parse(string file, string text)
    {
        // The first time for the labels, since a reference may stand before its label.
        var labels = new Dictionary<string, uint>(StringComparer.Ordinal);
        _ = new Dts(file, text, labels, resolve: false).Root();
        return new Dts(file, text, labels, resolve: true).Root();
    }

    private DeviceTreeNode Root()
    {
        while (tokens.TakeIf("/"))
        {
            if (tokens.Current is "dts-v1" or "plugin")
            {
                tokens.Take();
                tokens.Expect("/");
                tokens.Expect(";");
            }
            else if (tokens.TakeIf("memreserve"))
            {
                tokens.Expect("/");
                while (tokens.Current is not (";" or ""))
                {
                    tokens.Take();
                }

                tokens.Expect(";");
            }
            else if (tokens.Current == "{")
            {
                return Node("", null, 0);
            }
            else
            {
                throw tokens.Error($"'/{tokens.Current}' needs dtc: compile the tree and import the .dtb");
            }
        }

        throw tokens.Error("a device tree source starts with '/dts-v1/;' and '/ {'");
    }

    private DeviceTreeNode Node(string name, string? label, int depth)
    {
        if (depth > DeepestNode)
        {
            throw tokens.Error($"nodes are nested more than {DeepestNode} deep");
        }

        var from = string.Create(CultureInfo.InvariantCulture, $"{file}:{tokens.Line}");
        tokens.Expect("{");
        var properties = ImmutableSortedDictionary.CreateBuilder<string, ByteView>(StringComparer.Ordinal);
        var children = ImmutableArray.CreateBuilder<DeviceTreeNode>();
        while (!tokens.TakeIf("}"))
        {
            Member(properties, children, depth);
        }

        tokens.Expect(";");
        if (label is not null)
        {
            var handle =
                properties.TryGetValue("phandle", out var own) && own.Length == 4
                    ? own.BigU32(0)
                    : labels.GetValueOrDefault(label, FirstOwnPhandle + (uint)labels.Count);
            labels[label] = handle;
            properties["phandle"] = Cells([handle]);
        }

        return new DeviceTreeNode(name, properties.ToImmutable(), children.ToImmutable(), from);
    }

    private void Member(
        ImmutableSortedDictionary<string, ByteView>.Builder properties,
        ImmutableArray<DeviceTreeNode>.Builder children,
        int depth
    )
    {
        var name = tokens.Take();
        string? label = null;
        while (tokens.TakeIf(":"))
        {
            label = name;
            name = tokens.Take();
        }

        if (name.Length == 0 || name[0] == '"' || (name.Length == 1 && !char.IsAsciiLetterOrDigit(name[0])))
        {
            throw tokens.Error(
                name switch
                {
                    "" => "the text ends inside of a node",
                    "/" or "&" => $"'{name}{tokens.Current}' needs dtc: compile the tree and import the .dtb",
                    _ => $"a property or a node is expected here, and there is '{name}'",
                }
            );
        }

        if (tokens.Current == "{")
        {
            children.Add(Node(name, label, depth + 1));
            return;
        }

        properties[name] = tokens.TakeIf("=") ? Value() : new ByteView(file, ReadOnlyMemory<byte>.Empty);
        tokens.Expect(";");
    }

    private ByteView Value()
    {
        var bytes = new List<byte>();
        do
        {
            switch (tokens.Take())
            {
                case "<":
                    bytes.AddRange(Cells(CellList()).Bytes.ToArray());
                    break;
                case "[":
                    bytes.AddRange(ByteList());
                    break;
                case ['"', .. var text]:
                    bytes.AddRange(DtsString.BytesOf(text[..^1]));
                    bytes.Add(0);
                    break;
                case var other:
                    throw tokens.Error(
                        $"a value is expected here ('<...>', '\"...\"' or '[...]'), and there is '{other}'"
                    );
            }
        } while (tokens.TakeIf(","));
        return new ByteView(file, bytes.ToArray());
    }

    private ImmutableArray<uint> CellList()
    {
        var cells = ImmutableArray.CreateBuilder<uint>();
        while (!tokens.TakeIf(">"))
        {
            cells.Add(tokens.TakeIf("&") ? Reference(tokens.Take()) : Cell(tokens.Take()));
        }

        return cells.ToImmutable();
    }

    private uint Reference(string label) =>
        labels.TryGetValue(label, out var handle) ? handle
        : resolve ? throw tokens.Error($"no node has the label '{label}'")
        : 0u;

    private uint Cell(string word)
    {
        var isHexadecimal = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(
            isHexadecimal ? word.AsSpan(2) : word,
            isHexadecimal ? NumberStyles.HexNumber : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : throw tokens.Error($"'{word}' is no number of 32 bits; expressions and macros need dtc: import the .dtb");
    }

    private List<byte> ByteList()
    {
        var digits = new StringBuilder();
        while (!tokens.TakeIf("]"))
        {
            var word = tokens.Take();
            if (word.Length == 0 || word.Length % 2 != 0 || !word.All(char.IsAsciiHexDigit))
            {
                throw tokens.Error($"two hexadecimal digits a byte are expected here, and there is '{word}'");
            }

            digits.Append(word);
        }

        return [.. Convert.FromHexString(digits.ToString())];
    }

    private ByteView Cells(IReadOnlyCollection<uint> cells)
    {
        var bytes = new byte[4 * cells.Count];
        var at = 0;
        foreach (var cell in cells)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), cell);
            at += 4;
        }

        return new ByteView(file, bytes);
    }
}
