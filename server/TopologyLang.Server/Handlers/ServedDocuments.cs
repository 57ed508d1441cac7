using OmniSharp.Extensions.LanguageServer.Protocol.Models;

namespace TopologyLang.Server.Handlers;

/// <summary>The documents that the handlers serve.</summary>
public static class ServedDocuments
{
    public const string Language = "topo";

    public static readonly DocumentSelector Selector = DocumentSelector.ForLanguage(Language);
}
