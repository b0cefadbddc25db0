using System.Globalization;
using System.Text.Json;

namespace Netra.Bench;

/// <summary>
/// An attack in a process of its own, with a lower priority: in the field the attackers are other machines, so here they may not take the
/// cores of those whom they attack. How much came through is in its outcomes.
/// </summary>
internal sealed class AttackProcess : IAsyncDisposable
{
    private const string Niceness = "10";

    private readonly ServerProcess _process;

    private AttackProcess(ServerProcess process) => _process = process;

    public int Id => _process.Id;

    public static async Task<AttackProcess> StartAsync(RunContext run, AttackKind kind, AttackTarget target)
    {
        string[] command =
        [
            "nice", "-n", Niceness, .. OwnProgram.Command, AttackCommand.Name, kind.Name, "--port", target.Port.ToString(CultureInfo.InvariantCulture),
            "--secret", target.Keys.Secret, "--api-key", target.Keys.ApiKey, "--user", target.User,
        ];
        var process = await ServerProcess.StartAsync(
            "The attack " + kind.Name, command, new Dictionary<string, string>(), line => line == AttackCommand.Begun, run.CancellationToken);
        run.Report.NoteProcess(process.Id);
        return new AttackProcess(process);
    }

    /// <summary>Ends it. Answers how often a second each outcome came.</summary>
    public async Task<IReadOnlyDictionary<string, double>> FinishAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(await _process.FinishAsync(cancellationToken))!;

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
