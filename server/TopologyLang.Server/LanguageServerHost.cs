using System.Collections.Immutable;
using System.Reactive.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.VisualStudio.Threading;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Server;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers;
using TopologyLang.Server.Lifetime;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Publishing;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server;

/// <summary>The language server over a pair of streams.</summary>
public static class LanguageServerHost
{
    // One for the whole process, as the library asks. No thread of a server is a main one that work would have to get
    // back to.
    private static readonly JoinableTaskContext Context = new(mainThread: null, synchronizationContext: null);

    /// <summary>
    /// For the messages that came before the input ended, and for the background work that is told to end.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly int Simulations = Math.Max(2, Environment.ProcessorCount - 1);

    /// <summary>
    /// Serves one client until it says <c>exit</c>, its input ends, its process dies or the token is cancelled.
    /// </summary>
    /// <returns>The process's exit code: 0 where the client asked for <c>shutdown</c> before, else 1.</returns>
    public static Task<int> RunAsync(Stream input, Stream output, CancellationToken cancellationToken) =>
        RunAsync(input, output, AnalysisCalls.Of, cancellationToken);

    internal static async Task<int> RunAsync(
        Stream input,
        Stream output,
        Func<AnalysisOptions, AnalysisCalls> analyses,
        CancellationToken cancellationToken
    )
    {
        // A stray line on standard output would end the conversation: a client cannot tell it from a message.
        Console.SetOut(Console.Error);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var over = new AsyncManualResetEvent();
        using var cancelled = cancellationToken.Register(over.Set);
        await using var watched = new EndNoticingStream(input, over.Set);
        await using var framed = new FramedStream(watched);

        var messages = new MessageWriter(output);

        KeepThreadsForMessages();
        _ = Task.Run(() => Warmup.Run(analyses(AnalysisOptions.Default), ending.Token), CancellationToken.None);
        using var simulations = new AsyncSemaphore(Simulations);
        var background = Context.CreateCollection();
        var tasks = Context.CreateFactory(background);
        var imports = new ImportCache();
        var progress = new ProgressRegistry();
        using var workspace = new Workspace(Context, new AnalysisFactory(tasks, simulations, imports, analyses));

        using var server = LanguageServer.PreInit(options =>
        {
            Configure(options.WithInput(framed).WithOutput(messages), workspace, imports);
            options.AddHandler(progress);

            // Instead of the library's way, which ends as if the client had asked for it.
            options.WithUnhandledExceptionHandler(fault =>
            {
                // Where the client has said goodbye, the library stops its own reading in this way.
                if (fault.InnerException is not OperationCanceledException)
                {
                    Console.Error.WriteLine($"The conversation with the client broke off: {fault}");
                }

                over.Set();
            });
            options.OnInitialized(
                (_, _, answer, _) =>
                {
                    // Newer than the library, so it cannot announce them itself.
                    answer.Capabilities.ExtensionData[InlayHintParams.Capability] = true;
                    return Task.CompletedTask;
                }
            );
            options.OnInitialize(
                async (_, client, _) =>
                {
                    await workspace.ChangeAsync(state => Initialized(state, client)).ConfigureAwait(false);
                    if (client.ProcessId is { } id)
                    {
                        _ = tasks.RunAsync(() => EndWithClientAsync((int)id, over, ending.Token));
                    }
                }
            );
        });

        var client = new FacadeClient(server, messages, workspace, progress);
        var board = new DiagnosticsBoard(workspace, client);
        var publisher = new Publisher(workspace, board, client, tasks);
        workspace.Changed += publisher.Follow;
        // Taken now: each reading of such a property makes another task.
        var (shutdown, exit) = (
            server.Shutdown.ToTask(CancellationToken.None),
            server.Exit.ToTask(CancellationToken.None)
        );
        _ = tasks.RunAsync(() => StartAsync(server, board, ending.Token));
        using var folders = server.WorkspaceFolderManager.Changed.Subscribe(changed =>
        {
            var roots = RootsOf(server.WorkspaceFolderManager.CurrentWorkspaceFolders.Select(folder => folder.Uri));
            _ = tasks.RunAsync(() => workspace.ChangeAsync(state => state.With(roots)));
        });

        if (await Task.WhenAny(exit, over.WaitAsync(CancellationToken.None)).ConfigureAwait(false) != exit)
        {
            // An exit message may have come just before the end of the input.
            await Task.WhenAny(exit, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
        }

        // Asked before the tidying up, during which the library may still change its mind.
        var code =
            exit.IsCompletedSuccessfully ? await exit.ConfigureAwait(false)
            : shutdown.IsCompletedSuccessfully ? 0
            : 1;
        workspace.Changed -= publisher.Follow;
        await workspace.ChangeAsync(state => state.WithoutAll()).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        var done = background.JoinTillEmptyAsync(CancellationToken.None);
        await Task.WhenAny(done, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
        return code;
    }

    /// <summary>
    /// Analyses run on the thread pool, which starts with a thread for each processor and adds more only after half a
    /// second: without a few more from the start, two long simulations would hold up every message.
    /// </summary>
    private static void KeepThreadsForMessages()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Simulations + 4), completions);
    }

    private static void Configure(LanguageServerOptions options, Workspace workspace, ImportCache imports) =>
        options
            .WithServerInfo(
                new ServerInfo
                {
                    Name = "topo",
                    Version = typeof(LanguageServerHost).Assembly.GetName().Version?.ToString(3),
                }
            )
            .WithServices(services => services.AddSingleton<RequestInvoker, MessageOrder>())
            .WithReceiver(new ForgivingReceiver())
            .AddHandler(new TextSyncHandler(workspace))
            .AddHandler(new HoverHandler(workspace))
            .AddHandler(new FormattingHandler(workspace))
            .AddEditing(workspace, imports)
            .AddHandler(new SimulateHandler(workspace))
            .AddHandler(new GraphHandler(workspace))
            .AddHandler(new RunsHandler(workspace))
            .AddHandler(new TestsHandler(workspace))
            .AddHandler(new RunTextHandler(workspace))
            .AddHandler(new KernelsHandler(workspace))
            .AddHandler(new WatchedFilesHandler(workspace, imports))
            .AddHandler(new ConfigurationHandler(workspace));

    private static WorkspaceState Initialized(WorkspaceState state, InitializeParams client)
    {
        var folders =
            client.WorkspaceFolders?.Select(folder => folder.Uri) ?? (client.RootUri is { } root ? [root] : []);
        var options = ConfigurationHandler.OptionsOf(client.InitializationOptions as JToken);
        var rooted = state.With(RootsOf(folders)) with { Client = ClientFeatures.Of(client.Capabilities) };
        return options is null ? rooted : rooted.With(options);
    }

    private static ImmutableArray<string> RootsOf(IEnumerable<DocumentUri> folders) =>
        [.. folders.Where(DocumentPaths.IsFile).Select(DocumentPaths.Of).Distinct(StringComparer.Ordinal)];

    private static async Task StartAsync(LanguageServer server, DiagnosticsBoard board, CancellationToken cancellation)
    {
        // The library reads on the thread that it is started on, and where the input ends within a message it never
        // lets that thread go.
        await TaskScheduler.Default.SwitchTo(alwaysYield: true);
        await server.Initialize(cancellation).ConfigureAwait(false);
        board.ShowStatus();
    }

    private static async Task EndWithClientAsync(int id, AsyncManualResetEvent over, CancellationToken cancellation)
    {
        await ClientProcess.WaitForEndAsync(id, cancellation).ConfigureAwait(false);
        over.Set();
    }
}
