namespace TopologyLang.Language.Vocabulary;

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
