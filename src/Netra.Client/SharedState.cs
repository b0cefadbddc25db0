using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Netra.Client;

/// <summary>
/// The user's state, the same on every device (docs/client.md, section 7). It changes when the server has changed it, never ahead of that. A change completes
/// when it is durable, and fails as <see cref="NetraClient.SendAsync{T}(string, T, string, CancellationToken)"/> does. One that meets a newer version is sent again against that
/// (<see cref="PatchAsync"/>, <see cref="SetAsync"/>) or fails with <c>version_conflict</c> (<see cref="ApplyAsync"/>), unless a
/// <see cref="ConflictHandler"/> decides. Thread-safe.
/// </summary>
public sealed class SharedState
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}"u8);

    private readonly Func<StateChange, ConflictHandler?, CancellationToken, Task<Accepted>> _change;
    private readonly Action<SharedState, EventHandler<StateSnapshot>?, StateSnapshot> _raise;
    private readonly PayloadJson _json;
    private volatile StateSnapshot? _current;

    internal SharedState(
        PayloadJson json,
        Func<StateChange, ConflictHandler?, CancellationToken, Task<Accepted>> change,
        Action<SharedState, EventHandler<StateSnapshot>?, StateSnapshot> raise)
    {
        _json = json;
        _change = change;
        _raise = raise;
    }

    /// <summary>Raised at each change, on the client's own loop: it must not block.</summary>
    public event EventHandler<StateSnapshot>? Changed;

    /// <summary>The document with its version; null until the server has told it.</summary>
    public StateSnapshot? Current => _current;

    /// <summary>The document, an object; empty until the server has told it.</summary>
    public JsonElement Value => _current?.Value ?? Empty;

    /// <summary>Its version; null until the server has told it.</summary>
    public long? Version => _current?.Version;

    /// <summary>The document, read by <see cref="NetraClientOptions.Json"/>.</summary>
    public T? Get<T>() => Get(_json.TypeOf<T>());

    /// <summary>The document, read by metadata.</summary>
    public T? Get<T>(JsonTypeInfo<T> type) => PayloadJson.Read(Value, type);

    /// <summary>Changes it by a merge patch (RFC 7396): members are set, null deletes.</summary>
    public Task<Accepted> PatchAsync(JsonObject patch, ConflictHandler? onConflict = null, CancellationToken cancellationToken = default) =>
        _change(StateChange.Patch(patch), onConflict, cancellationToken);

    /// <summary>Sets values at dotted paths, as <c>ui.theme</c>.</summary>
    public Task<Accepted> SetAsync(JsonObject updates, ConflictHandler? onConflict = null, CancellationToken cancellationToken = default) =>
        _change(StateChange.Set(updates), onConflict, cancellationToken);

    /// <summary>Changes it by a JSON Patch (RFC 6902).</summary>
    public Task<Accepted> ApplyAsync(JsonArray operations, ConflictHandler? onConflict = null, CancellationToken cancellationToken = default) =>
        _change(StateChange.Apply(operations), onConflict, cancellationToken);

    internal void Replace(StateSnapshot snapshot)
    {
        _current = snapshot;
        _raise(this, Changed, snapshot);
    }
}
