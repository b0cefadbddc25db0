using System.Text.Json;

namespace Netra.Client;

/// <summary>The user's state as this client knows it (docs/client.md, section 7).</summary>
internal sealed class StateDocument(CoreContext context)
{
    public long Version { get; private set; }

    public JsonElement State { get; private set; } = JsonElement.Parse("{}"u8);

    /// <summary>Whether the server has told it yet.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What the document was in another history, it need not be now: changes wait for the server to tell it.</summary>
    public void Forget() => IsKnown = false;

    /// <summary><c>state_snapshot</c>, <c>state_resync</c>.</summary>
    public void Replace(long version, JsonElement state)
    {
        Version = version;
        State = state;
        IsKnown = true;
        context.Do(new CoreAction.State(version, state));
    }

    /// <summary><c>current_state</c>, <c>version_conflict</c>: they may be older than what came before them.</summary>
    public void Raise(long version, JsonElement state)
    {
        if (!IsKnown || version > Version) Replace(version, state);
    }

    /// <summary><c>state_updated</c>.</summary>
    public void Update(long version, StateChange? change)
    {
        // A snapshot may be newer than what the replay still brings.
        if (IsKnown && version <= Version) return;
        // What the server could apply and this client can't means that they hold different documents.
        if (IsKnown && version == Version + 1 && change is not null && StatePatches.TryApply(State, change, out var changed)) Replace(version, changed);
        else Ask();
    }

    /// <summary>Asks for the document, unless that waits for its time.</summary>
    public void Ask()
    {
        if (!context.Runs(TimerName.State)) context.Send(ClientFrames.GetCurrentState);
    }
}
