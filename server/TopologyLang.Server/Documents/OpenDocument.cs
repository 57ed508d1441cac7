using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Language.Binding;

namespace TopologyLang.Server.Documents;

/// <summary>
/// One state of an open file, with what it imports as that is now: a new one replaces it as soon as any of that
/// changes. <see cref="Findings"/> and <see cref="Analysis"/> are begun by whoever asks first and shared by all who
/// ask.
/// </summary>
/// <param name="Version">The client's number of this text; null where the client gives none.</param>
/// <param name="Imports">What the analysis has asked for so far.</param>
/// <param name="Binding">What the text means, without any simulation: there in milliseconds.</param>
/// <param name="Findings">What is to be shown of it: there sooner than the analysis, since an edit leaves most of it
/// standing.</param>
/// <param name="Superseded">Ends the analysis when nobody needs it any more.</param>
public sealed record OpenDocument(
    DocumentUri Uri,
    string Path,
    int? Version,
    DocumentTree Tree,
    ImportRecord Imports,
    Lazy<Binding> Binding,
    AsyncLazy<FindingsResult> Findings,
    AsyncLazy<AnalysisResult> Analysis,
    CancellationTokenSource Superseded
);
