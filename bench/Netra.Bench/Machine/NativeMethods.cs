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
}
