namespace Netra.Bench.Tests;

/// <summary>A server that is none.</summary>
internal sealed class MadeServer(bool isDurable) : LoadServer
{
    public override string Name => "made";

    public override bool IsDurable => isDurable;

    public override IReadOnlyList<int> Ports => [];

    public override IReadOnlyList<ServerPart> Parts => [new("a", 1, Runtime: false), new("b", 2, Runtime: false)];

    public override Dialect Dialect { get; } = new JsonDialect(acknowledges: false);

    public override string TargetOf(string user, string client) => "/";

    public override Task RestartAsync(RunContext run) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
