namespace Netra.Bench;
internal sealed class HostileWorkload { public static System.CommandLine.Command Command() => new("hostile", "x"); }
