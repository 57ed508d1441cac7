using System.Diagnostics;

namespace TopologyLang.Server.Lifetime;

/// <summary>The process that started the server: a server whose editor has died must not stay.</summary>
public static class ClientProcess
{
    /// <summary>Completes when that process has ended; at once where there is none of this number.</summary>
    public static async Task WaitForEndAsync(int id, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // It ended before it could be looked at.
        }
    }
}
