using Microsoft.VisualStudio.Threading;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.JsonRpc.Server;
using OmniSharp.Extensions.JsonRpc.Server.Messages;
using Notification = OmniSharp.Extensions.JsonRpc.Server.Notification;

namespace TopologyLang.Server.Lifetime;

// What is waited for are the messages before, which were begun here too; nothing runs on a main thread.
#pragma warning disable VSTHRD003
/// <summary>
/// In which order messages are dealt with: notifications one after the other, and a request when every notification
/// before it is. So a request sees all edits before it, and nothing waits for a request. (The library's own order holds
/// an edit back until all requests before it are answered; one that waits for a long simulation would stop the typing.)
/// </summary>
public sealed class MessageOrder(IRequestRouter<IHandlerDescriptor?> router, IOutputHandler output) : RequestInvoker
{
    private const string Shutdown = "shutdown";

    private Task notified = Task.CompletedTask;
    private bool isShutDown;

    public override RequestInvocationHandle InvokeRequest(
        IRequestDescriptor<IHandlerDescriptor?> descriptor,
        Request request
    )
    {
        var handle = new RequestInvocationHandle(request);
        _ = AnswerAsync(notified, descriptor, request, handle, Refusal(request));
        isShutDown |= request.Method == Shutdown;
        return handle;
    }

    public override void InvokeNotification(
        IRequestDescriptor<IHandlerDescriptor?> descriptor,
        Notification notification
    ) => notified = NotifyAsync(notified, descriptor, notification);

    public override void Dispose() { }

    private async Task NotifyAsync(
        Task before,
        IRequestDescriptor<IHandlerDescriptor?> descriptor,
        Notification notification
    )
    {
        await before.ConfigureAwait(false);
        try
        {
            await router.RouteNotification(descriptor, notification, CancellationToken.None).ConfigureAwait(false);
        }
        // A notification has no answer that could carry the fault, and the next message must be dealt with.
#pragma warning disable CA1031
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await Console
                .Error.WriteLineAsync($"The message {notification.Method} failed: {fault}")
                .ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(
        Task before,
        IRequestDescriptor<IHandlerDescriptor?> descriptor,
        Request request,
        RequestInvocationHandle handle,
        RpcError? refusal
    )
    {
        await before.ConfigureAwait(false);
        output.Send(
            refusal
                ?? (
                    await ResponseAsync(descriptor, request, handle.CancellationTokenSource.Token).ConfigureAwait(false)
                ).Value
        );

        // The caller gets to know the handle first: else it would never learn that the request is done.
        await TaskScheduler.Default.SwitchTo(alwaysYield: true);
        handle.Dispose();
    }

    /// <summary>
    /// What no handler is asked about. Source: LSP 3.17, Server lifecycle (shutdown); JSON-RPC 2.0, 5.1 (error object).
    /// </summary>
    private RpcError? Refusal(Request request)
    {
        const int InvalidRequest = -32600;
        const int InvalidParameters = -32602;
        return isShutDown
                ? new RpcError(
                    request.Id,
                    request.Method,
                    new ErrorMessage(InvalidRequest, $"{request.Method} came after {Shutdown}")
                )
            : request.Method != Shutdown && request.Params is not JObject
                ? new RpcError(
                    request.Id,
                    request.Method,
                    new ErrorMessage(InvalidParameters, $"{request.Method} needs parameters: an object")
                )
            : null;
    }

    private async Task<ErrorResponse> ResponseAsync(
        IRequestDescriptor<IHandlerDescriptor?> descriptor,
        Request request,
        CancellationToken cancellation
    )
    {
        try
        {
            return await router.RouteRequest(descriptor, request, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new RequestCancelled(request.Id, request.Method);
        }
        catch (RpcErrorException error)
        {
            return new RpcError(request.Id, request.Method, new ErrorMessage(error.Code, error.Message, error.Error));
        }
#pragma warning disable CA1031 // Whatever fails is the answer to this one request.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"The request {request.Method} failed: {fault}").ConfigureAwait(false);
            return new InternalError(request.Id, request.Method, fault.Message);
        }
    }
}
