namespace TopologyLang.Language.Binding.Schemas;

/// <summary>The defaults that many properties share.</summary>
internal static class Defaults
{
    public static Func<DefaultContext, DefaultValue> Fixed(string value, string reason) =>
        _ => new DefaultValue(value, reason);

    public static Func<DefaultContext, DefaultValue> None(string reason) => _ => new DefaultValue(null, reason);

    public static Func<DefaultContext, DefaultValue> No(
        string reason = "nothing is assumed that the file does not say"
    ) => Fixed("no", reason);

    public static Func<DefaultContext, DefaultValue> Yes(string reason) => Fixed("yes", reason);

    public static DefaultValue YesIf(bool condition, string whyYes, string whyNo) =>
        condition ? new DefaultValue("yes", whyYes) : new DefaultValue("no", whyNo);
}
