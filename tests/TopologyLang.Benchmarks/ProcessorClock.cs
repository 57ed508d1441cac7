using System.Runtime.InteropServices;

namespace TopologyLang.Benchmarks;

/// <summary>
/// What the calling thread has used of its processor: on a busy machine the clock on the wall measures the others.
/// Source: clock_gettime(2).
/// </summary>
public static partial class ProcessorClock
{
    private const int ThreadProcessorTime = 3;

    public static double Milliseconds()
    {
        if (GetTime(ThreadProcessorTime, out var now) != 0)
        {
            throw new PlatformNotSupportedException("the processor time of a thread is only read on Linux");
        }

        return (now.Seconds * 1e3) + (now.Nanoseconds / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
