using System.Text.Json;

namespace Netra.Client.Publishing;

public sealed partial class NetraPublisher
{
    private const string MergePatchType = "application/merge-patch+json";
    private const string JsonPatchType = "application/json-patch+json";

    /// <summary>A user's state. Before the first change it has version 0 and is an empty object.</summary>
    public Task<UserState> GetStateAsync(string user, CancellationToken cancellationToken = default) =>
        _api.AskAsync(new ApiCall("get_state", HttpMethod.Get, ApiPaths.User(user, "/state")), ApiJson.Default.UserState, cancellationToken);

    /// <summary>A user's state, unless its version is the one that is known: then null, and the document is not sent.</summary>
    public Task<UserState?> GetStateIfChangedAsync(string user, long knownVersion, CancellationToken cancellationToken = default) => _api.AskUnlessKnownAsync(
        new ApiCall("get_state", HttpMethod.Get, ApiPaths.User(user, "/state")) { IfNoneMatch = knownVersion }, ApiJson.Default.UserState, cancellationToken);

    /// <summary>
    /// Changes a user's state by a merge patch (RFC 7396): members are set, <c>null</c> deletes, objects are merged. Every connection of the user gets the change. It is tried
    /// again only when the server has surely not done it: after a lost answer, read the state.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="patch">A JSON object.</param>
    /// <param name="ifVersion">The version that it is meant for; null: whichever there is.</param>
    /// <param name="cancellationToken">Ends the call; whether it was carried out is then not known.</param>
    /// <returns>The new state, when it is on durable storage.</returns>
    /// <exception cref="NetraApiException"><c>version_conflict</c>, <c>invalid_patch</c>, <c>state_too_large</c>: nothing was changed.</exception>
    public Task<UserState> MergeStateAsync(string user, NetraJson patch, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        if (patch.Kind != JsonTokenType.StartObject) throw new ArgumentException("A merge patch is a JSON object.", nameof(patch));
        return ChangeStateAsync(user, patch, MergePatchType, ifVersion, cancellationToken);
    }

    /// <summary>Changes a user's state by a JSON Patch (RFC 6902), all of it or nothing. Otherwise as <see cref="MergeStateAsync"/>.</summary>
    /// <param name="user">The user.</param>
    /// <param name="operations">A JSON array of at most 1,000 operations.</param>
    /// <param name="ifVersion">The version that it is meant for; null: whichever there is.</param>
    /// <param name="cancellationToken">Ends the call; whether it was carried out is then not known.</param>
    public Task<UserState> PatchStateAsync(string user, NetraJson operations, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        if (operations.Kind != JsonTokenType.StartArray) throw new ArgumentException("A JSON Patch is a JSON array.", nameof(operations));
        return ChangeStateAsync(user, operations, JsonPatchType, ifVersion, cancellationToken);
    }

    private Task<UserState> ChangeStateAsync(string user, NetraJson change, string type, long? ifVersion, CancellationToken cancellationToken)
    {
        var call = new ApiCall("change_state", HttpMethod.Patch, ApiPaths.User(user, "/state"))
        {
            Content = Json(change.Utf8, type),
            IfMatch = ifVersion,
            IsRepeatable = false,
        };
        return _api.AskAsync(call, ApiJson.Default.UserState, cancellationToken);
    }
}
