namespace TopologyLang.Language.Binding;

public enum DeclarationKind
{
    Host,
    Iommu,
    Device,
    Domain,
    Guest,
    Program,
    Scenario,
    Template,
    Import,
    Expect,
}
