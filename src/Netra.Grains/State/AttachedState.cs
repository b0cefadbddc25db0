using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>Which state a connection gets before its replay (protocol section 5).</summary>
internal static class AttachedState
{
    /// <summary>The <c>reason</c> of a <c>state_resync</c> without a reset.</summary>
    public const string Reconnection = "reconnection";

    /// <summary>
    /// The state to send; null when the client has it, or gets the changes that it misses with the replay. Of the moment of the call, as <paramref name="place"/>
    /// is: the caller takes both without an await between them.
    /// </summary>
    /// <param name="line">The user's state.</param>
    /// <param name="held">The version that the client says it holds; null when it holds none.</param>
    /// <param name="place">What the connection's replay is.</param>
    /// <param name="readEntries">Reads the places of the log. Called only for a client that holds an older version.</param>
    public static async ValueTask<StateToSend?> ChooseAsync(
        StateLine line, long? held, StartingPlace place, Func<ValueTask<IReadOnlyList<FrameEntry>>> readEntries)
    {
        var version = line.DurableVersion;
        if (place.ResetReason is null && held == version) return null;

        // Taken before anything is awaited: newer changes come to this connection as live frames.
        var state = line.Durable;
        if (place.ResetReason is { } reason) return new StateToSend(state, reason.WireName());
        if (held is not { } had) return new StateToSend(state, null);
        // There can't be more changes in the replay than places.
        if (had > version || version - had > place.ReplayTo - place.Cursor) return new StateToSend(state, Reconnection);
        return Carries(await readEntries(), place, had, version) ? null : new StateToSend(state, Reconnection);
    }

    /// <summary>Whether the replay has the <c>state_updated</c> of every version above the held one.</summary>
    private static bool Carries(IReadOnlyList<FrameEntry> entries, StartingPlace place, long held, long version) => version - held == entries.Count(entry =>
        entry.Seq > place.Cursor && entry.Seq <= place.ReplayTo && entry.StateVersion > held && entry is { Hole: null, ExpiresAtMs: 0 });
}
