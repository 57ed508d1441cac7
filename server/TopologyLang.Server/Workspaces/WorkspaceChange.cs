using System.Collections.Immutable;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Workspaces;

/// <param name="Fresh">States of documents that were not there before: their findings are not known yet.</param>
public sealed record WorkspaceChange(ImmutableArray<OpenDocument> Fresh, ImmutableArray<DocumentUri> Closed);
