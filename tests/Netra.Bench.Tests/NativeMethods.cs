using System.Runtime.InteropServices;

namespace Netra.Bench.Tests;

internal static class NativeMethods
{
    public const int Terminate = 15;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Kill(int processId, int signal);
}
