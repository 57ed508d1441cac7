namespace TopologyLang.Language.Syntax;

/// <summary>
/// The codes of syntax errors. A code keeps its meaning for ever; users look it up and tools filter by it.
/// </summary>
public static class SyntaxCodes
{
    public const string FileTooLarge = "TOPO1001";
    public const string TooDeep = "TOPO1002";
    public const string OpenComment = "TOPO1003";
    public const string OpenString = "TOPO1004";
    public const string UnexpectedCharacter = "TOPO1005";
    public const string UnknownKeyword = "TOPO1006";
    public const string Header = "TOPO1007";
    public const string OpenBlock = "TOPO1008";
    public const string StrayBrace = "TOPO1009";
    public const string Property = "TOPO1010";
    public const string Value = "TOPO1011";
    public const string Statement = "TOPO1012";
    public const string Expect = "TOPO1013";
    public const string Import = "TOPO1014";
    public const string NestedBlock = "TOPO1015";
    public const string TooManyErrors = "TOPO1016";
    public const string TooManyDeclarations = "TOPO1017";
}
