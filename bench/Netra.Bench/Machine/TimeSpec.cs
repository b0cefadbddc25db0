using System.Runtime.InteropServices;

namespace Netra.Bench;

/// <summary>A time as the system has it (<c>struct timespec</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(long Seconds, long Nanoseconds);
