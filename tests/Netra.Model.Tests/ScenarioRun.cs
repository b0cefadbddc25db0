using System.Text.Json.Nodes;
using Netra.Abstractions;
using Netra.Grains;
using Netra.Protocol;
using Orleans.Core.Internal;

namespace Netra.Model.Tests;

/// <summary>Does the steps of a scenario to the product and to the model, and compares them after each.</summary>
internal sealed partial class ScenarioRun
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DeduplicationWindow = TimeSpan.FromMinutes(2);

    private readonly ModelSilo _silo;
    private readonly UserId _user = UserId.Parse("u" + Guid.NewGuid().ToString("N"));
    private readonly ModelUser _model;
    private readonly ModelClient[] _clients;
    private int _made;

    private ScenarioRun(ModelSilo silo, Scenario scenario)
    {
        _silo = silo;
        SetLimits(scenario);
        _model = new ModelUser(scenario.MaxMessages, scenario.Rejects, MaxAge, DeduplicationWindow);
        _model.MoveClock(silo.Clock.NowMs);
        _clients = [new(silo, _user, _model, "one"), new(silo, _user, _model, "two"), new(silo, _user, _model, null)];
    }

    private IUserGrain User => _silo.User(_user);

    public static async Task RunAsync(ModelSilo silo, Scenario scenario)
    {
        var run = new ScenarioRun(silo, scenario);
        var at = 0;
        try
        {
            for (; at < scenario.Steps.Length; at++)
            {
                await run.TakeAsync(scenario.Steps[at], scenario);
                // Between a move of the clock and the next step nobody asks, so that the next step meets what has not been looked at yet.
                if (scenario.Steps[at].Kind != StepKind.Advance) await run.CompareAsync();
            }

            await run.CompareAsync();
            foreach (var client in run._clients.Where(client => client.IsConnected)) await run.ReadAllAsync(client);
            await run.CompareWholeAsync();
        }
        catch (Exception exception) when (exception is not ModelException || at < scenario.Steps.Length)
        {
            var step = at < scenario.Steps.Length ? $"step {at}, {scenario.Steps[at]}" : "the end";
            throw new ModelException($"At {step}: {(exception is ModelException ? exception.Message : exception.ToString())}");
        }
        finally
        {
            silo.Store.TryDisarm();
            foreach (var client in run._clients) await client.DropAsync();
        }
    }

    private void SetLimits(Scenario scenario)
    {
        _silo.Limits.MaxMessages = scenario.MaxMessages;
        _silo.Limits.Overflow = scenario.Rejects ? OverflowPolicy.Reject : OverflowPolicy.DropOldest;
        _silo.Limits.MaxAge = MaxAge;
        _silo.Limits.DeduplicationWindow = DeduplicationWindow;
    }

    private Task TakeAsync(Step step, Scenario scenario) => step.Kind switch
    {
        StepKind.Publish => PublishAsync(step),
        StepKind.Burst => BurstAsync(step, scenario),
        StepKind.Send => SendMessageAsync(step),
        StepKind.ChangeState => SendChangeAsync(step),
        StepKind.ChangeStateByApi => ChangeStateAsync(step),
        StepKind.Connect => ConnectAsync(step),
        StepKind.Drop => ClientOf(step).DropAsync(),
        StepKind.Acknowledge => AcknowledgeAsync(step),
        StepKind.Resume => ResumeAsync(step),
        StepKind.Revoke => RevokeAsync(step),
        StepKind.Retry => RetryAsync(step),
        StepKind.Advance => AdvanceAsync(step),
        StepKind.Deactivate => User.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask().InTime(),
        StepKind.Restart => RestartAsync(scenario),
        _ => ClientOf(step) is { IsConnected: true } client ? ReadAllAsync(client) : Task.CompletedTask,
    };

    private ModelClient ClientOf(Step step) => _clients[step.A % _clients.Length];

    private string NextPayload() => $$"""{"n":{{++_made}}}""";

    /// <summary>Runs a step that commits, with its fault, and brings the model to where the store is then. Null when the call failed.</summary>
    private async Task<T?> CommitAsync<T>(Step step, Func<Task<T>> call, Action apply)
        where T : class
    {
        if (step.Fault != StoreFault.None) await CompareAsync();
        if (step.Fault != StoreFault.None) _silo.Store.Arm(step.Fault);
        T? answer = null;
        Exception? failure = null;
        try
        {
            answer = await call().InTime();
        }
        catch (UserUnavailableException exception)
        {
            failure = exception;
        }

        var hasFired = step.Fault != StoreFault.None && !_silo.Store.TryDisarm();
        ModelException.Expect(hasFired, failure is not null, $"A failure because of a commit that fails ({step.Fault}, {failure?.Message})");
        if (hasFired) _silo.Tally.Count($"failed {step.Fault}");
        if (!hasFired || step.Fault == StoreFault.After) apply();
        return answer;
    }

    private async Task AdvanceAsync(Step step)
    {
        // Most of all around what ends and what is remembered.
        long[] steps = [1, 999, 1_000, 10_000, 60_000, 120_000, 299_999, 300_000, 400_000];
        _silo.Clock.Move(steps[step.A % steps.Length]);
        _model.MoveClock(_silo.Clock.NowMs);
        await Task.CompletedTask;
    }

    private async Task RestartAsync(Scenario scenario)
    {
        await _silo.RestartAsync();
        SetLimits(scenario);
        foreach (var client in _clients) client.Lose();
    }

    /// <summary>What the server API tells of the user is what the model says.</summary>
    private Task CompareAsync() => Deadline.HoldsAsync(async () =>
    {
        var told = await User.DescribeAsync().InTime();
        var connected = _clients.Where(client => client.IsConnected).ToList();
        return Fault(_model.HeadSeq, told.HeadSeq, "head_seq")
            ?? Fault(_model.OldestSeq, told.OldestSeq, "oldest_seq")
            ?? Fault(_model.Unread, told.Unread, "unread")
            ?? Fault(_model.DeadLetters.Count, told.DeadLetters, "dead_letters")
            ?? Fault(_model.StateVersion, told.StateVersion, "state_version")
            ?? Fault(Join(connected.Select(client => client.ConnectionId)), Join(told.Connections.Select(one => one.Connection.ToString())), "connections")
            ?? Fault(
                Join(connected.Select(client => $"{client.SessionId}:{_model.Sessions[client.SessionId!].AckedSeq}")),
                Join(told.Connections.Select(one => $"{one.Client}:{one.AckedSeq}")),
                "acked_seq");

        static string Join(IEnumerable<string> parts) => string.Join(' ', parts.Order(StringComparer.Ordinal));
    });

    /// <summary>The history, the dead letters and the state, whole.</summary>
    private async Task CompareWholeAsync()
    {
        await CompareAsync();
        var history = await User.ReadHistoryAsync(0, 1_000).InTime();
        var retained = history.Frames.Select(frame => JsonNode.Parse(frame.Span)!["seq"]!.GetValue<long>());
        ModelException.Expect(string.Join(' ', _model.Retained), string.Join(' ', retained), "The history");
        var letters = await User.ReadDeadLettersAsync(0, 1_000).InTime();
        ModelException.Expect(
            string.Join(' ', _model.DeadLetters.Select(letter => $"{letter.Key}:{letter.Value}")),
            string.Join(' ', letters.DeadLetters.Select(letter => $"{letter.Seq}:{letter.Reason}")),
            "The dead letters");
        var state = await User.ReadStateAsync().InTime();
        ModelException.Expect(_model.StateVersion, state.Version, "The version of the state");
        ModelException.Require(JsonNode.DeepEquals(_model.State, JsonNode.Parse(state.Json.Span)), $"The state is not {_model.State.ToJsonString()}.");
    }

    private static string? Fault<T>(T expected, T actual, string what) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"{what}: expected {expected}, got {actual}.";
}
