namespace TopologyLang.Language.Binding.Errors;

/// <summary>
/// The codes of what the binder reports. A code keeps its meaning for ever; users look it up and tools filter by it.
/// </summary>
public static class BindingCodes
{
    public const string Duplicate = "TOPO2001";
    public const string UnknownName = "TOPO2002";
    public const string UnknownProperty = "TOPO2003";
    public const string WrongValue = "TOPO2004";
    public const string OtherModel = "TOPO2005";
    public const string PropertyTwice = "TOPO2006";
    public const string MissingClause = "TOPO2007";
    public const string WrongClause = "TOPO2008";
    public const string Template = "TOPO2009";
    public const string ImportUnreadable = "TOPO2010";
    public const string ImportCycle = "TOPO2011";
    public const string CpuOutOfRange = "TOPO2012";
    public const string WhichDevice = "TOPO2013";
    public const string AssignVia = "TOPO2014";
    public const string KernelTooNew = "TOPO2015";
    public const string KernelTooOld = "TOPO2016";
    public const string OtherArchitecture = "TOPO2017";
    public const string RegistersContradict = "TOPO2018";
    public const string UnlikelyPairing = "TOPO2019";
    public const string OtherHost = "TOPO2020";
    public const string Cycle = "TOPO2021";
    public const string OutOfRange = "TOPO2022";
    public const string SameAddress = "TOPO2023";
    public const string HypervisorOnHost = "TOPO2024";
    public const string TooManyErrors = "TOPO2025";
    public const string NoEffect = "TOPO2026";
    public const string TwoTypesInALine = "TOPO2027";
}
