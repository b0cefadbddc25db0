using System.CommandLine;

namespace Netra.Bench;

/// <summary>The process of the hostile clients: attacks until its input ends, then says on one line of JSON what came of it.</summary>
internal static class AttackCommand
{
    public const string Name = "attack";

    /// <summary>What it writes when the attack is in full swing.</summary>
    public const string Begun = "attacking";

    public static Command Command()
    {
        var kind = new Argument<string>("kind");
        var port = new Option<int>("--port") { Required = true };
        var secret = new Option<string>("--secret") { Required = true };
        var apiKey = new Option<string>("--api-key") { Required = true };
        var user = new Option<string>("--user") { Required = true };
        var command = new Command(Name, "Hostile clients.") { kind, port, secret, apiKey, user };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            AttackKind.All.Single(one => one.Name == parsed.GetValue(kind)),
            new AttackTarget(parsed.GetValue(port), new NetraKeys(parsed.GetValue(secret)!, parsed.GetValue(apiKey)!), parsed.GetValue(user)!),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(AttackKind kind, AttackTarget target, CancellationToken cancellationToken)
    {
        var outcomes = new Outcomes();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attack = kind.Create().RunAsync(target, outcomes, () => Console.WriteLine(Begun), over.Token);
        await Task.WhenAny(attack, OwnProgram.InputEndsAsync(cancellationToken));
        var result = outcomes.ToJson();
        await over.CancelAsync();
        try
        {
            await attack;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }

        Console.WriteLine(result);
    }
}
