using System.Runtime.InteropServices;

namespace Netra.Bench;

internal static class NativeMethods
{
    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetLimit(int resource, out ResourceLimit limit);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetLimit(int resource, in ResourceLimit limit);

    /// <summary>Sleeps to within about 0.1 ms, which <c>Thread.Sleep</c> does not.</summary>
    [DllImport("libc", EntryPoint = "usleep", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SleepMicroseconds(uint microseconds);

    /// <summary>The number of a process' CPU clock; 0 when there is one.</summary>
    [DllImport("libc", EntryPoint = "clock_getcpuclockid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetCpuClock(int processId, out int clock);

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetTime(int clock, out TimeSpec time);
}
