using System.Runtime.InteropServices;

namespace Netra.Bench;

/// <summary>A limit of the system as <c>getrlimit</c> has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ResourceLimit(ulong Soft, ulong Hard);
