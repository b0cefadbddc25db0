using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Protocol;
using Orleans.Serialization;

namespace Netra.Cluster.Tests;

/// <summary>What goes from process to process goes as the bytes that it is: a frame of n bytes takes n bytes, and a few.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class SerializationTests(SharedCluster shared)
{
    private const int FrameBytes = 500, Frames = 5, OverheadBytes = 200;

    private static readonly UserId User = UserId.Parse("serialized");

    private readonly NetraCluster _cluster = shared.Cluster;

    [Fact]
    public void Serialize_Frames_AreSentAsTheyAre()
    {
        var frames = RandomFrames();

        AssertSent(frames, new UserPush { User = User, FirstSeq = 1, HeadSeq = Frames, Frames = frames }, push => push.Frames);
        AssertSent(frames, new UserPush { User = User, Ephemeral = frames }, push => push.Ephemeral);
        AssertSent(frames, new PullResult { Known = true, Frames = frames }, pulled => pulled.Frames);
        AssertSent(frames, new HistoryPage(frames, HasMore: true), page => page.Frames);
    }

    [Fact]
    public void Serialize_Payloads_AreSentAsTheyAre()
    {
        var payloads = RandomFrames();
        var messages = Array.ConvertAll(payloads, payload => new NewMessage("note", null, payload));

        AssertSent(payloads, messages, sent => Array.ConvertAll(sent, message => message.Payload));
        AssertSent(payloads[..1], new UserState(1, payloads[0]), state => [state.Json]);
    }

    /// <summary>Slices of one array, as frames of a batch are, one of them empty.</summary>
    private static ReadOnlyMemory<byte>[] RandomFrames()
    {
        var bytes = new byte[FrameBytes * Frames];
        Random.Shared.NextBytes(bytes);
        return [.. Enumerable.Range(0, Frames).Select(i => (ReadOnlyMemory<byte>)bytes.AsMemory(i * FrameBytes, FrameBytes)), default];
    }

    private void AssertSent<T>(ReadOnlyMemory<byte>[] expected, T value, Func<T, ReadOnlyMemory<byte>[]> bytesOf)
    {
        foreach (var (from, to) in new[] { (_cluster.Silos[0], _cluster.Gateway), (_cluster.Gateway, _cluster.Silos[0]) })
        {
            var sent = from.Services.GetRequiredService<Serializer>().SerializeToArray(value);
            var received = to.Services.GetRequiredService<Serializer>().Deserialize<T>(sent)!;

            var total = expected.Sum(one => one.Length);
            Assert.InRange(sent.Length, total, total + OverheadBytes);
            Assert.Equal(expected.Select(one => one.ToArray()), bytesOf(received).Select(one => one.ToArray()));
        }
    }
}
