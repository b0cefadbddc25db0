namespace Netra.Bench;
internal sealed class AttackCommand { public static System.CommandLine.Command Command() => new("attack", "x"); }
