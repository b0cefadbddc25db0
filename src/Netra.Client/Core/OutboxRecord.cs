using System.Text.Json;

namespace Netra.Client;

/// <summary>An entry of the outbox, as it is kept: a message, or a change of the state.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The type of a message; null on a change.</param>
/// <param name="Payload">The payload of a message.</param>
/// <param name="Change">The change; null on a message.</param>
/// <param name="Version">The version that a change is meant for; null: whichever there is when it is sent.</param>
internal sealed record OutboxRecord(string Id, string? Type, JsonElement Payload, StateChange? Change, long? Version)
{
    public static OutboxRecord Message(string id, string type, JsonElement payload) => new(id, type, payload, null, null);

    public static OutboxRecord Of(string id, StateChange change, long? version = null) => new(id, null, default, change, version);
}
