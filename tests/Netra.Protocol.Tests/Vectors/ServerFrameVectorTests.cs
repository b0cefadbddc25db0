using System.Text;

namespace Netra.Protocol.Tests;

public sealed class ServerFrameVectorTests
{
    private static readonly VectorFile Vectors = VectorFile.Load("server-frames.json");

    public static TheoryData<string> Names => Vectors.ToTheory();

    [Theory]
    [MemberData(nameof(Names))]
    public void Frame_Vector_HasItsExactText(string name)
    {
        var vector = Vectors[name];

        var frame = Make(vector.GetProperty("frame").GetString()!, new ServerFrameArguments(vector.GetProperty("arguments")));

        Assert.Equal(vector.GetProperty("expected").GetString(), Encoding.UTF8.GetString(frame));
    }

    private static byte[] Make(string frame, ServerFrameArguments a) => frame switch
    {
        "durable" => ServerFrames.Durable(a.Text("type")!, a.Text("id")!, a.Number("seq"), a.Timestamp, a.Utf8("payload")),
        "ephemeral" => ServerFrames.Ephemeral(a.Text("type")!, a.Text("id")!, a.Timestamp, a.Utf8("payload")),
        "expedited" => ServerFrames.Expedited(
            ServerFrames.Durable(a.Text("type")!, a.Text("id")!, a.Number("seq"), a.Timestamp, a.Utf8("payload"))),
        "state_updated" => ServerFrames.Durable(
            FrameTypes.StateUpdated, a.Text("id")!, a.Number("seq"), a.Timestamp,
            ServerFrames.StateUpdatedPayload(a.Number("version"), a.ChangeKind(), a.Utf8("change"))),
        "version_conflict" => ServerFrames.VersionConflict(
            a.Text("id"), a.Timestamp, a.Number("client_version"), a.Number("server_version"), a.Utf8("state")),
        "ack" => ServerFrames.Ack(a.Text("id")!, a.Timestamp, a.Flag("duplicate"), a.NumberOrNull("seq")),
        "ping" => ServerFrames.Ping(a.Timestamp),
        "pong" => ServerFrames.Pong(a.Text("id"), a.Timestamp, a.Utf8("payload")),
        "error" => ServerFrames.Error(a.Error(), a.Timestamp),
        "connection_established" => ServerFrames.ConnectionEstablished(a.Established(), a.Timestamp),
        "resumed" => ServerFrames.Resumed(a.Text("id"), a.Timestamp, a.Resume()),
        "state_snapshot" => ServerFrames.StateSnapshot(a.Timestamp, a.Number("version"), a.Utf8("state")),
        "state_resync" => ServerFrames.StateResync(a.Timestamp, a.Number("version"), a.Utf8("state"), a.Text("reason")!),
        "current_state" => ServerFrames.CurrentState(a.Text("id"), a.Timestamp, a.Number("version"), a.Utf8("state")),
        "auth_ok" => ServerFrames.AuthOk(a.Text("id"), a.Timestamp, a.Number("expires_at")),
        "history" => ServerFrames.History(a.Text("id"), a.Timestamp, a.Frames(), a.Flag("has_more")),
        "skipped" => ServerFrames.Skipped(a.Timestamp, a.Number("from"), a.Number("to"), a.SkipReason()),
        "reconnect" => ServerFrames.Reconnect(a.Timestamp, a.Number("after_ms"), a.Text("reason")!),
        _ => throw new InvalidOperationException($"The vector has an unknown frame: {frame}"),
    };
}
