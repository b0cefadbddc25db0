using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.Host.Tests;

/// <summary>What is durable of a user: the steps and payloads of the handlers' messages, and the state.</summary>
internal sealed class DemoUser
{
    private readonly Dictionary<string, long> _steps = [];

    /// <summary>Messages in their order, such as <c>partial_result {"run_id":…}</c>, and each change of the state.</summary>
    public List<string> Log { get; } = [];

    public List<NewMessage> Messages { get; } = [];

    public JsonObject State { get; private set; } = [];

    public long Version { get; private set; }

    /// <summary>Called with the number of each effect, before it and after it; throws to stand for a crash at that place.</summary>
    public Action<int, bool>? AtEffect { get; set; }

    public int Effects { get; private set; }

    public PublishedMessage Publish(string key, NewMessage message) => Effect(() =>
    {
        if (_steps.TryGetValue(key, out var first)) return new PublishedMessage(key, first, Duplicate: true);
        Log.Add($"{message.Type} {Json.Text(message.Payload)}");
        Messages.Add(message);
        _steps.Add(key, Log.Count);
        return new PublishedMessage(key, Log.Count);
    });

    public StateChangeResult Change(StateChange change) => Effect(() =>
    {
        if (change.ExpectedVersion is { } expected && expected != Version) return new StateChangeResult(StateChangeStatus.Conflict, Read(), 0, null);
        Log.Add($"state {Json.Text(change.Json)}");
        State = (JsonObject)NaiveMerge.Merge(State, JsonNode.Parse(change.Json.Span))!;
        Version++;
        return new StateChangeResult(StateChangeStatus.Changed, Read(), Log.Count, null);
    });

    public UserState Read() => new(Version, Json.Bytes(State));

    private T Effect<T>(Func<T> effect)
    {
        var number = Effects++;
        AtEffect?.Invoke(number, false);
        var result = effect();
        AtEffect?.Invoke(number, true);
        return result;
    }
}
