using System.Text;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>A state that is its version alone. A change <c>"bad"</c> is refused, one <c>"full"</c> meets a full queue, one <c>"throw"</c> a fault.</summary>
internal sealed class FakeState(long version)
{
    public UserState Durable { get; private set; } = Of(version);

    public UserState Latest { get; private set; } = Of(version);

    public StateChangeResult Apply(UserChange change, StateChange asked, string id)
    {
        var text = Encoding.UTF8.GetString(asked.Json.Span);
        if (text == "\"full\"") throw new QueueFullException();
        if (text == "\"throw\"") throw new InvalidOperationException("The state is broken.");
        if (text == "\"bad\"") return new StateChangeResult(StateChangeStatus.Refused, null, 0, new FrameError(ErrorCodes.InvalidPatch, "It is bad."));
        if (asked.ExpectedVersion is { } expected && expected != Latest.Version)
            return new StateChangeResult(StateChangeStatus.Conflict, Latest, 0, null);
        var next = Of(Latest.Version + 1);
        Latest = next;
        change.State = new StateChangeRecord(next.Version, asked.Kind, asked.Json);
        change.Frames.Add(new NewFrame("state_updated", id, next.Json) { StateVersion = next.Version });
        change.WhenDurable += () => Durable = next;
        return new StateChangeResult(StateChangeStatus.Changed, next, 0, null);
    }

    private static UserState Of(long version) => new(version, Encoding.UTF8.GetBytes($"{{\"v\":{version}}}"));
}
