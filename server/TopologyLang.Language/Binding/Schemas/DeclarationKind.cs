namespace TopologyLang.Language.Binding.Schemas;

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
