using System.Text.Json.Nodes;
using Netra.Protocol;

namespace Netra.Model.Tests;

/// <summary>
/// A client as the protocol wants one: it keeps its last seq and its state over its connections, and holds each frame that it reads against the rules. It reads
/// only when the test waits for something.
/// </summary>
internal sealed partial class ModelClient(ModelSilo silo, UserId user, ModelUser model, string? ownId)
{
    private ModelSocket? _socket;

    public bool IsConnected => _socket is not null;

    public string ConnectionId { get; private set; } = "";

    /// <summary>When the present connection was made, Unix milliseconds.</summary>
    public long ConnectedAtMs { get; private set; }

    /// <summary>The session of the present connection, or of the last one.</summary>
    public string? SessionId { get; private set; }

    public bool IsOwn => ownId is not null;

    /// <summary>The last seq that was processed in its turn; null before the first connection.</summary>
    public long? LastSeq { get; private set; }

    /// <summary>The highest seq that this connection brought, or passed.</summary>
    public long HighestSent { get; private set; }

    public long? StateVersion { get; private set; }

    public JsonObject State { get; private set; } = [];

    /// <summary>Connects, and holds the first frames against what the model says.</summary>
    /// <param name="lastSeq">The position to resume from; null for none.</param>
    /// <param name="epoch">The epoch to name; null for none.</param>
    /// <param name="withState">Whether to name the state that it holds.</param>
    /// <param name="start">Where to begin without a position.</param>
    /// <param name="refusedWith">The code with which it has to be refused; null when it has to be let in.</param>
    public async Task ConnectAsync(long? lastSeq, string? epoch, bool withState, string start, string? refusedWith)
    {
        var held = withState ? StateVersion : null;
        var query = $"start={start}"
            + (ownId is null ? "" : $"&client_id={ownId}")
            + (lastSeq is null ? "" : $"&last_seq={lastSeq}" + (epoch is null ? "" : $"&epoch={epoch}"))
            + (held is null ? "" : $"&state_version={held}");
        var place = lastSeq is { } last ? model.PlaceOf(last, otherEpoch: epoch == OtherEpoch) : model.PlaceOf(ownId, start);
        // What the first frame tells is of the moment before its own session is stored.
        var (expectedHead, expectedOldest, stateFrame) = (model.HeadSeq, model.OldestSeq, model.StateFrame(place, held));
        var socket = await ModelSocket.OpenAsync(silo, user, query);
        ModelException.Expect(refusedWith, socket.RefusedWith, "Refusal");
        if (refusedWith is not null)
        {
            silo.Tally.Count(refusedWith);
            return;
        }

        ConnectedAtMs = silo.Clock.NowMs;
        var older = _socket;
        _socket = socket;
        var first = await socket.NextAsync();
        ModelException.Expect("connection_established", TypeOf(first), "First frame");
        var established = (JsonObject)first["payload"]!;
        var what = $"connection_established after {query}:";
        ModelException.Expect(expectedHead, established["head_seq"]!.GetValue<long>(), $"{what} head_seq");
        ModelException.Expect(expectedOldest, established["oldest_seq"]!.GetValue<long>(), $"{what} oldest_seq");
        ModelException.Expect(model.StateVersion, established["state_version"]!.GetValue<long>(), $"{what} state_version");
        Epoch ??= established["epoch"]!.GetValue<string>();
        ModelException.Expect(Epoch, established["epoch"]!.GetValue<string>(), $"{what} epoch");
        ExpectPlace(established, place, what);
        ExpectReplay(established, place, expectedHead, what);
        ConnectionId = established["connection_id"]!.GetValue<string>();
        SessionId = established["client_id"]!.GetValue<string>();
        if (ownId is not null) ModelException.Expect(ownId, SessionId, $"{what} client_id");
        model.Connect(SessionId, IsOwn, place);
        BeginOrder(place, mayExpedite: true);
        HighestSent = 0;
        if (held is null) (StateVersion, State) = (null, []);
        if (stateFrame is { } expected) TakeFirstState(await socket.NextAsync(), expected);
        if (older is not null) silo.Tally.Count("replaced");
        if (older is not null) await older.ExpectClosedAsync(4409);
    }

    /// <summary>What stands for an epoch that is not the store's.</summary>
    public static string OtherEpoch { get; } = "other";

    public string? Epoch { get; private set; }

    /// <summary>Cuts the connection, as a vanished client does.</summary>
    public async Task DropAsync()
    {
        if (_socket is not { } socket) return;
        _socket = null;
        await socket.CutAsync();
        model.Disconnect(SessionId!);
    }

    /// <summary>The server closes the connection.</summary>
    public async Task ExpectClosedAsync(int code)
    {
        var socket = _socket!;
        _socket = null;
        await socket.ExpectClosedAsync(code);
        model.Disconnect(SessionId!);
    }

    /// <summary>The silo is gone, and the connection with it.</summary>
    public void Lose()
    {
        if (_socket is not { } socket) return;
        _socket = null;
        socket.Abandon();
        model.Disconnect(SessionId!);
    }

    public Task SendAsync(JsonObject frame) => _socket!.SendAsync(frame.ToJsonString());

    /// <summary>Reads until a frame beside the log or the durable run comes that is the wanted one.</summary>
    public async Task<JsonObject> ReadUntilAsync(Func<JsonObject, bool> isWanted, string what)
    {
        while (true)
        {
            JsonObject frame;
            try
            {
                frame = await _socket!.NextAsync();
            }
            catch (TimeoutException)
            {
                throw new ModelException($"Client {SessionId} waits for {what}; it is at {_cursor} of {model.HeadSeq} and has had ahead [{string.Join(',', _ahead)}].");
            }

            Take(frame);
            if (isWanted(frame)) return frame;
        }
    }

    /// <summary>Reads until the connection has brought, or passed, everything up to the head.</summary>
    public async Task ReadToHeadAsync()
    {
        while (!IsAtHead()) await ReadUntilAsync(_ => true, "the head");
    }

    public static string TypeOf(JsonObject frame) => frame["type"]!.GetValue<string>();

    private void ExpectPlace(JsonObject payload, ModelPlace place, string what)
    {
        ModelException.Expect(place.Resumed, payload["resumed"]!.GetValue<bool>(), $"{what} resumed");
        ModelException.Expect(place.Reset, payload["reset_reason"]?.GetValue<string>(), $"{what} reset_reason");
        silo.Tally.Count(place.Reset is { } reset ? $"reset {reset}" : place.Resumed ? "resumed" : "not resumed");
    }
}
